"""The pages' filters and preprocessors: no notebook breaks a page, floods it or hides a result."""

import copy
import re
from html import unescape
from pathlib import Path

import nbformat
import nbgrader.server_extensions.formgrader as formgrader
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import (
    new_code_cell,
    new_markdown_cell,
    new_notebook,
    new_output,
    new_raw_cell,
)

from autograder.gradebook.graded import STAMP
from autograder.plugins.mathml import Typesetter
from autograder.plugins.page import PEOPLE, PLACES
from autograder.plugins.sanitize import clean_html, markdown2html

PNG = "iVBORw0KGgo="
TOO_MUCH = "(more than can be shown)"
TEMPLATES = Path(formgrader.__file__).parent / "templates"
FORMGRADER = {"index": 0, "total": 1, "submission_id": "x", "base_url": "", "assignment_id": "a"}


@pytest.fixture(scope="module")
def exporter(course):
    """nbconvert's exporter as formgrader makes it, with the course's configuration."""
    settings = course.config.copy()
    settings.HTMLExporter.template_name = "formgrade"
    settings.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
    return HTMLExporter(config=settings)


@pytest.fixture(scope="module")
def page(exporter):
    """A function: cells, what formgrader tells its template -> the page."""

    def render(cells, **resources):
        nb = new_notebook()
        nb.cells = copy.deepcopy(cells)
        for number, cell in enumerate(nb.cells):
            cell.id = f"cell-{number}"
        return exporter.from_notebook_node(nb, {**FORMGRADER, **resources})[0]

    return render


def shown(data, **metadata):
    return new_output("display_data", data=data, metadata=metadata)


def results(text="0 of 25 points"):
    return shown(
        {"text/html": f"<b>{text}</b><table><tr><td>test</td></tr></table>"}, **{STAMP: {}}
    )


def grade_cell(*outputs):
    meta = {"grade": True, "solution": False, "grade_id": "check", "points": 25}
    return new_code_cell("check()", metadata={"nbgrader": meta}, outputs=list(outputs))


# HTML, markdown


HARD = {
    "style in brackets": '<p style="text-align:' + "(" * 500 + '">x</p>',
    "style in more brackets": '<p style="text-align:' + "(" * 50_000 + '">x</p>',
    "a broken declaration": "<![x <p>x",
    "nested": "<div>" * 2000 + "x",
    "lists": "<ul><li>" * 2000 + "x",
    "bold in paragraphs": "".join(f"<b style='text-align:{n}'><p>x" for n in range(1500)),
    "kinds in paragraphs": "<b><i><u><s><em><code><p>x" * 600,
    "tags without end": "<a " * 5000 + "x",
    "comments without end": "<!-- " * 5000 + "x",
    "entities": "&" * 100_000 + "x",
    "tables": "<table><b>" * 1000 + "x",
    "attributes": "<p " + "a=1 " * 4500 + ">x",
    "cells": "<td colspan=99999 rowspan=99999>x</td>" * 200,
    "quotes": ">" * 5000 + "x",
    "brackets": "![" * 5000 + "x",
    "formulas": "\\\\(" * 5000 + "x",
    "formulas to draw": "$x$" * 2000 + "x",
    "environments": "\\begin{a}" * 2000 + "x",
    "one address, often": "[a]: http://" + "x" * 9000 + "\n\n" + "[a] " * 2500,
    "one picture, often": f"[a]: data:image/png;base64,{'A' * 9000}\n\n" + "![x][a] " * 500,
    "a line": "x" * 19_000,
}


def typeset(text):
    """A student's page of its own for a text."""
    return Typesetter().markdown2html({}, text)


@pytest.mark.timeout(20)
@pytest.mark.parametrize("make", [clean_html, lambda text: markdown2html({}, text), typeset])
@pytest.mark.parametrize("text", HARD.values(), ids=HARD.keys())
def test_what_is_hard_to_parse_makes_a_page_of_some_length(make, text):
    page = make(text)
    assert "x" in page or page.endswith(TOO_MUCH)
    assert len(page) < 6 * len(text) + 10**5


@pytest.mark.parametrize("shape", ["<b style=text-align:{}><p>x", "<s><i><u><p>x", "<td>x", "<p>x"])
def test_twice_the_html_is_no_more_than_twice_the_page(shape):
    def page(n):
        return clean_html("".join(shape.format("a" * number) for number in range(n)))

    assert len(page(40)) < 2.5 * len(page(20))
    assert not page(40).startswith("<pre>")


def test_html_in_html_without_end_is_shown_as_it_is_written():
    assert clean_html("<div>" * 150 + "x").startswith("<div>")
    assert clean_html("<div>" * 300 + "x").startswith("<pre>&lt;div&gt;")


def test_html_that_is_given_up_is_shown_as_it_is_written():
    page = clean_html("<b>" * 10**6)
    assert page.startswith("<pre>&lt;b&gt;&lt;b&gt;") and page.endswith(TOO_MUCH)
    assert clean_html("<i " + " ".join(f"a{n}" for n in range(10**4)) + ">x</i>") == "<i>x</i>"


def test_alignment_is_all_that_is_left_of_a_style():
    style = "color:red; text-align: right; position:fixed; vertical-align:top; text-align:url(x)"
    assert clean_html(f'<p style="{style}">x</p>') == (
        '<p style="text-align: right; vertical-align:top; text-align:url;">x</p>'
    )


@pytest.mark.parametrize(
    "name", ["autograder", "tex2jax_ignore", "panel", "score", "nbgrader_cell"]
)
def test_no_student_bears_a_class_of_ours_or_of_formgraders(name):
    assert clean_html(f'<div class="{name}">x</div>') == "<div>x</div>"


def test_a_browser_makes_no_more_columns_than_a_table_shows():
    assert clean_html("<table><tr><td colspan=100 rowspan=9>x</td></tr></table>").count("span") == 1


def test_folded_text_stays_folded_and_keeps_no_attribute():
    armed = '<details open ontoggle="x()"><summary onclick="x()">a</summary>b</details>'
    assert clean_html(armed) == "<details><summary>a</summary>b</details>"


def test_a_picture_is_shown_once_and_a_long_address_is_cut():
    cell = {"attachments": {"a.png": {"image/png": PNG}}}
    shown_once = markdown2html({"cell": cell}, "![a](attachment:a.png) " * 50)
    assert shown_once.count("base64") == 1
    assert shown_once.count("(attachment:a.png is shown above)") == 49
    assert len(markdown2html({}, f"[a](http://{'x' * 5000})")) < 300


@pytest.mark.parametrize(
    "cell", [{"attachments": 1}, {"attachments": {"a": 7}}, {"attachments": []}]
)
def test_attachments_of_no_form_are_no_error(cell):
    assert "attachment:a" in markdown2html({"cell": cell}, "![a](attachment:a)")


PIECES = st.sampled_from(
    [
        *(
            "<b>",
            "</b>",
            "<p>",
            "<td",
            ">",
            "<!--",
            "-->",
            "<![",
            "<?",
            "&",
            "&#x110000;",
            "&lt",
            '"',
        ),
        *("<svg>", "<style>", "</style>", "<table>", "<script>", "<math>", "<pre>", "</pre>", "<"),
        *(
            ' style="text-align:(',
            " class=",
            " x=",
            "'",
            "\\",
            "$",
            "$$",
            "\\begin{a}",
            "\\href{",
            "`",
        ),
        *(
            "[",
            "](",
            "![",
            "attachment:",
            "|",
            "-",
            "\n",
            "\n\n",
            "    ",
            "> ",
            "* ",
            "#",
            "\0",
            "\ud800",
        ),
    ]
)
MARKUP = st.lists(PIECES | st.text(max_size=4), max_size=60).map("".join)
ALLOWED = re.compile(
    r"</?[a-z0-9]+( (class|alt|width|height|src|style|colspan|rowspan)=\"[^\"]*\")*>"
)

# With formulas, whose attributes are others, and as another parser writes it.
DRAWN = re.compile(
    r"</?[a-z0-9]+( (class|alt|width|height|src|style|colspan|rowspan)=(\"[^\"]*\"|'[^']*')"
    r"| (display|displaystyle|stretchy|fence|form|accent|columnalign)=\"[a-z]+\")*/?>"
)


@settings(max_examples=200, deadline=None)
@given(MARKUP)
@example("<![\\href{")  # no parser bears it, so that it is shown as text
def test_whatever_is_written_becomes_tags_that_are_allowed_and_text(text):
    assert "<" not in DRAWN.sub("", typeset(text))
    for page in (clean_html(text), markdown2html({}, text)):
        rest = ALLOWED.sub("", page)
        assert "<" not in rest
        assert "\\href" not in page and "script>" not in page.replace("&lt;script>", "")


# Notebooks


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | MARKUP,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=5,
)
MIMETYPES = st.sampled_from(
    [
        *("text/plain", "text/html", "text/markdown", "text/latex", "image/svg+xml", "image/png"),
        *("application/javascript", "application/vnd.jupyter.widget-view+json", "x/y"),
    ]
)
FIELDS = {
    "output_type": st.sampled_from(["stream", "error", "display_data", "execute_result", "evil"]),
    "name": st.sampled_from(["stdout", "stderr"]) | VALUES,
    "text": MARKUP | VALUES,
    "traceback": st.lists(MARKUP, max_size=3) | VALUES,
    "data": st.dictionaries(MIMETYPES, MARKUP | VALUES, max_size=4) | VALUES,
    "metadata": st.dictionaries(st.text(max_size=5), VALUES, max_size=2) | VALUES,
    "execution_count": VALUES,
}
OUTPUTS = st.lists(st.fixed_dictionaries({}, optional=FIELDS), max_size=4)


@settings(max_examples=30, deadline=None)
@given(MARKUP, MARKUP, OUTPUTS)
def test_every_notebook_makes_a_page_that_opens(page, markdown, source, outputs):
    cell = new_code_cell(source)
    cell.outputs = [nbformat.from_dict(output) for output in outputs]
    text = page([new_markdown_cell(markdown), new_raw_cell(source), cell, grade_cell(results())])
    assert "0 of 25 points" in text and "NEVER" not in text
    text.encode()


def test_what_a_kernel_gives_for_the_number_of_a_run_is_a_number(page):
    cell = new_code_cell("")
    cell.execution_count = "<script>NEVER</script>"
    assert "NEVER" not in page([cell])


def test_no_output_is_beyond_bounds(page):
    loud = [
        new_code_cell("x = 1\n" * 10**5, outputs=[new_output("stream", text="y" * 10**6)]),
        new_code_cell("", outputs=[new_output("stream", text="\x1b[1mz")] * 1_500),
        new_code_cell("", outputs=[new_output("error", traceback=["\x1b[31m(\x1b[0m"] * 20_000)]),
        new_code_cell("", outputs=[new_output("stream", text="\x1b[" + "1;" * 50_000 + "m")] * 9),
    ]
    text = page([*loud, new_markdown_cell("a *b* " * 3000)])
    assert "more outputs)" in text and TOO_MUCH in text
    assert len(text) < 10 * 10**6


# Results


def test_results_stand_first_in_a_frame_that_no_other_cell_has(page):
    forged = results("25 of 25 points")
    text = page(
        [
            new_markdown_cell('<div class="autograder">25 of 25 points</div>'),
            new_code_cell("", outputs=[forged]),
            grade_cell(shown({"text/html": "<b>25 of 25 points</b>"}), results()),
        ]
    )
    frames = re.findall(r'<div class="autograder.*?</div>', text, re.DOTALL)
    assert len(frames) == 2 and "25 of 25" not in str(frames)
    assert "0 of 25 points" in frames[1]
    assert text.index(frames[1]) < text.rindex("25 of 25")


def test_results_and_written_answers_show_however_much_there_is_besides(page):
    filler = [new_markdown_cell("x" * 19_000) for _ in range(60)]
    filler += [new_code_cell("", outputs=[shown({"text/html": "y" * 99_000})] * 20)] * 60
    meta = {"grade": True, "solution": True, "grade_id": "why", "points": 10}
    answer = new_markdown_cell("Because.", metadata={"nbgrader": meta})
    text = page([*filler, grade_cell(*filler[-1].outputs, results()), answer])
    assert "0 of 25 points" in text and "Because." in text
    assert TOO_MUCH in text


def test_tex_in_a_result_is_not_typeset(page):
    text = page([grade_cell(results("$\\rlap{25 of 25}$"))])
    frame = re.search(r'<div class="([^"]*)"><b>Autograder</b><br/?>.<b>\$', text.replace("\n", ""))
    assert re.search(r'<div class="autograder tex2jax_ignore"><b>Autograder</b><br/><b>\$', text), (
        frame
    )


# Names


EVIL = '"><img src=x onerror=alert(1)>$\\href{javascript:1}{x}$\u202e\u200b\x1b[31m'


@pytest.mark.parametrize("name", PEOPLE)
def test_a_name_is_text(page, name):
    people = {"first_name": "Ada", "last_name": "Lovelace", "student": "ada", name: EVIL}
    if name == "student":
        people["first_name"] = None
    text = page([], **people)
    assert "<img" not in text
    (shown_name,) = re.findall(r'<bdi class="tex2jax_ignore">([^<]*onerror.*?)</bdi>', text)
    assert unescape(shown_name).startswith('"><img src=x')
    assert not set("\u202e\u200b\x1b") & set(text)


@pytest.mark.parametrize("name", PLACES)
def test_a_place_is_text_too(page, name):
    assert "<img" not in page([], first_name=None, last_name=None, student="a", **{name: EVIL})


def test_names_that_are_none_stay_none(page):
    text = page([], first_name=None, last_name=None, student="ada")
    assert '<bdi class="tex2jax_ignore">ada</bdi>' in text and "None" not in text


def test_everything_that_nbgraders_page_prints_is_quoted_or_its_own():
    printed = set()
    for path in TEMPLATES.joinpath("formgrade").glob("*.j2"):
        printed |= set(re.findall(r"\{\{[^}]*?resources\.(\w+)", path.read_text()))
        printed |= set(re.findall(r"resources\.(\w+) }}", path.read_text()))
    assert printed - {*PEOPLE, *PLACES} == {"index", "total", "submission_id"}
