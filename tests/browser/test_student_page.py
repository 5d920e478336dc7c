"""A student's page in a real browser: at every width, in the dark and on paper, and safe."""

import io

import pytest
from pypdf import PdfReader

from autograder.plugins.causes import Cause
from autograder.plugins.feedback import render
from autograder.plugins.marks import Cell, Marks, Part
from autograder.report import TestResult

WORD = "x" * 300
CALL = f"layers.forward({', '.join(['float64 array (25, 4)'] * 12)})"
SYNTAX = "SyntaxError: expected ':' (layers.py, line 68)\nnndl/layers.py, line 68: def f(x)"
# Stands for a notebook as nbconvert makes it.
NOTEBOOK = f"""<div class="cell"><div class="text_cell_render rendered_html">
<table><tr>{"<th>a heading</th>" * 30}</tr><tr>{"<td>2.302</td>" * 30}</tr></table><p>{WORD}</p>
<math display="block"><mrow>{"<mi>x</mi><mo>+</mo>" * 200}</mrow></math></div></div>
<div class="cell"><div class="input_area"><div class="highlight"><pre><span class="n">x</span>
{WORD}</pre></div></div><div class="output_area"><div class="output_subarea"><pre>{WORD}</pre>
</div></div></div>"""


def result(name, message="", remark=""):
    return TestResult(name, "forward", 1, not message, message, remark)


FAILED = [
    result("shapes", f"out should have shape (25, 4), but has (4, 25)\nThe last call: {CALL}"),
    result(WORD, f"{WORD} is wrong: off by up to 0.3\nThe last call: {WORD}"),
    *[
        result(f"case {number}", f"message {number} on paper\nThe call: f()")
        for number in range(25)
    ],
]
PASSED = [result(f"passed case {number}", remark="right beside a mistake") for number in range(5)]
STOPPED = [result(f"stopped case {number}", SYNTAX) for number in range(20)]
CAUSE = Cause(SYNTAX, hang=False, tests=STOPPED)
HANG = Cause("layers.f did not return within 10 s", hang=True, tests=STOPPED)
ANSWER = {"cell_type": "markdown", "source": f"Less.\n\n|a|b|\n|-|-|\n|1|2|\n\n{WORD}"}
PRICE = "tests alone give 2; one mistake, 'variance with N-1', costs 27 here: 5"
HINTS = [{"name": "variance with N-1", "hint": "Your variance seems to divide by `N - 1`."}]


def marks(*cells, **more):
    """The marks of a student in one exercise for each cell."""
    return Marks(
        "Ada L", "ada", [Part(f"Of {cell.grade_id}", "`f`", [cell]) for cell in cells], **more
    )


KINDS = {
    "all right": marks(Cell("forward", 5, 5.0, tests=PASSED), executed=True),
    "wrong": marks(
        Cell("forward", 32, 5, tests=[*FAILED, *PASSED], hints=HINTS, reckoning=PRICE),
        Cell("backward", 5, 0.0, departs=[f"dx is half of {WORD}"]),
        penalty=2.5,
        notes=[WORD],
    ),
    "one cause": marks(
        Cell("forward", 20, 0.0, tests=STOPPED, causes=[CAUSE]), causes=[CAUSE], notebook="Toy"
    ),
    "hang": marks(Cell("forward", 20, 0.0, tests=STOPPED, causes=[HANG])),
    "unread": marks(
        Cell("findings", 10, None, answer=ANSWER),
        Cell("others", 10, 7.5, answer=ANSWER, comment=f"Right, **but** {WORD}", replaced=3.0),
        Cell("stored", 5, 2.5, stored=f"<b>2.5 of 5</b><table><tr><td>{WORD}</td></tr></table>"),
    ),
}


@pytest.fixture
def open_page(browser, tmp_path):
    """A function: kind, window's width, colour scheme -> its page, opened."""
    pages = []

    def show(kind, width=1280, scheme="light", notebook=NOTEBOOK):
        path = tmp_path / "page.html"
        path.write_text(render(KINDS[kind], "A toy", "nndl", notebook))
        page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
        pages.append(page)
        page.requested = []
        page.on("request", lambda request: page.requested.append(request.url))
        page.goto(path.as_uri())
        assert page.requested == [path.as_uri()]
        return page

    yield show
    for page in pages:
        page.close()


def unfold(page):
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")


@pytest.mark.parametrize("width", [1280, 400, 320])
@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_the_window(open_page, kind, width):
    page = open_page(kind, width)
    unfold(page)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    # Nor hangs over: but for what scrolls in a box of its own.
    over = page.eval_on_selector_all(
        "header *, main *",
        """(all, width) => all.filter(each => !each.closest('.text_cell_render *, .stored *')
            && each.getBoundingClientRect().right > width).map(each => each.outerHTML)""",
        width,
    )
    assert over == []


@pytest.mark.parametrize("kind", KINDS)
def test_marks_and_the_first_reason_are_seen_before_one_scrolls(open_page, kind):
    page = open_page(kind)
    assert not page.locator("#notebook").is_visible()
    for seen in (".total", ".exercises > li:last-child", ".exercise h2"):
        assert page.locator(seen).first.bounding_box()["y"] < 700


# The ratio of every text's colour to the colour behind it, as WCAG 2 has it; the least of them.
CONTRAST = """() => {
    const luminance = color => {
        const [r, g, b] = color.match(/[\\d.]+/g).map(Number).slice(0, 3).map(value => value / 255)
            .map(value => value <= .03928 ? value / 12.92 : ((value + .055) / 1.055) ** 2.4);
        return .2126 * r + .7152 * g + .0722 * b;
    };
    const behind = element => {
        for (let each = element; each; each = each.parentElement) {
            const color = getComputedStyle(each).backgroundColor;
            if (color !== 'rgba(0, 0, 0, 0)') return color;
        }
    };
    const worst = [99, ''];
    for (const element of document.querySelectorAll('body *')) {
        const text = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
        if (!text) continue;
        const both = [getComputedStyle(element).color, behind(element)].map(luminance);
        const ratio = (Math.max(...both) + .05) / (Math.min(...both) + .05);
        if (ratio < worst[0]) worst.splice(0, 2, ratio, element.outerHTML.slice(0, 200));
    }
    return worst;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_text_stands_out_in_light_and_dark(open_page, kind, scheme):
    page = open_page(kind, scheme=scheme)
    unfold(page)
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (background == "rgb(255, 255, 255)") == (scheme == "light")
    ratio, where = page.evaluate(CONTRAST)
    assert ratio >= 4.5, where


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_on_paper_every_reason_is_there_and_the_notebook_is_not(open_page, scheme):
    page = open_page("wrong", scheme=scheme)
    paper = PdfReader(io.BytesIO(page.pdf(format="A4")))
    text = " ".join(" ".join(each.extract_text() for each in paper.pages).split())
    for number in range(25):
        assert f"message {number} on paper" in text
    assert "passed case 4" in text and "Your variance seems to divide" in text
    assert PRICE[1:] in text  # it begins with a capital there
    assert "2.302" not in text
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_on_paper_the_tests_that_one_cause_failed_are_named(open_page):
    paper = PdfReader(io.BytesIO(open_page("one cause").pdf(format="A4")))
    text = " ".join(" ".join(each.extract_text() for each in paper.pages).split())
    assert "stopped case 19" in text and "failed for this one reason" in text


def test_a_row_leads_to_its_exercise(open_page):
    page = open_page("wrong")
    page.locator(".exercises a").nth(1).click()
    assert page.evaluate("document.querySelector(':target h2').textContent") == "Of backward"


def test_the_policy_stops_what_would_slip_through(open_page):
    page = open_page("all right", notebook="<script>document.title = 'ran'</script>")
    assert page.title() != "ran"
    stopped = []
    page.on("requestfailed", lambda request: stopped.append(request.failure))
    page.evaluate(
        """document.body.insertAdjacentHTML('beforeend', `<img src="http://beacon.invalid/x"
            onerror="document.title = 'ran'"><style>@import 'http://beacon.invalid/y';</style>`)"""
    )
    page.wait_for_timeout(300)
    assert page.title() != "ran"
    assert set(stopped) == {"csp"}
