"""What a student wrote stays in its box, however it is drawn, and names are text on every page.

MathJax is fetched from elsewhere, and moves what TeX says by negative margins and positions. Here
a script does so in its stead, in every box that holds student content.
"""

import shutil

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output, new_raw_cell
from nbgrader.api import Gradebook

from tests.helpers import make_course

NOTEBOOK = "Batch-Normalization"
RAN = "document.title = 'ran'"
NAME = f'</a><img src=x onerror="{RAN}">$\\rlap{{\\rule{{9em}}{{9em}}}}$\u202e'
FORGED = "<div class='autograder'><b>80 of 80 points</b></div>"

# What stands for TeX: something as large as the page that goes up, left and over everything else.
COVER = """() => {
    const boxes = document.querySelectorAll(
        '.text_cell_render:not(:has(.autograder)), .output_subarea:not(:has(.autograder))');
    for (const box of boxes) for (const how of ['relative', 'absolute', 'fixed', 'static']) {
        const cover = document.createElement('span');
        cover.className = 'cover';
        cover.style.cssText = `display: inline-block; background: red; position: ${how};
            z-index: 99999; width: 5000px; height: 5000px; margin: -2000px; left: -9px; top: -9px`;
        box.append(cover);
    }
    return boxes.length;
}"""
# The places on the page where something of a student's lies over what is not theirs.
COVERED = """() => {
    const own = document.querySelectorAll(`.panel-heading, .panel-heading *, .panel-footer,
        .autograder, .autograder td, nav a, header *, .exercises *, .exercise > :not(.answer),
        .head *, .test *, summary:not(.text_cell_render *), .graded`);
    const seen = [], hidden = [];
    for (const element of own) {
        element.scrollIntoView({block: 'center'});
        const box = element.getBoundingClientRect();
        if (!box.width || !box.height) continue;
        for (const [x, y] of [[.02, .1], [.5, .5], [.98, .9]]) {
            const [left, down] = [box.left + x * box.width, box.top + y * box.height];
            const top = document.elementFromPoint(left, down);
            if (top && top.classList.contains('cover')) hidden.push(element.outerHTML.slice(0, 90));
            else if (top) seen.push(element);
        }
    }
    return [seen.length, hidden];
}"""


@pytest.fixture(scope="module")
def graded(tmp_path_factory, nbgrader):
    """A class of one whose notebook hides and forges results, and whose name is markup."""
    root = make_course(tmp_path_factory.mktemp("course"), release=False)
    nbgrader(root, "generate_assignment", "batchnorm")
    folder = root / "submitted" / "hostile" / "batchnorm"
    shutil.copytree(root / "release" / "batchnorm", folder)
    nb = nbformat.read(folder / f"{NOTEBOOK}.ipynb", as_version=4)
    latex = new_output("display_data", {"text/latex": "$x$"})
    html = new_output("display_data", {"text/html": FORGED}, metadata={"autograder": {}})
    for cell in nb.cells:
        if cell.cell_type == "code":
            cell.outputs = [html, latex]
    wide = [new_raw_cell("x " * 9000), new_markdown_cell("x" * 9000)]
    nb.cells = [new_markdown_cell(FORGED), *wide, *nb.cells, new_code_cell("", outputs=[html])]
    nbformat.write(nb, folder / f"{NOTEBOOK}.ipynb")
    nbgrader(root, "autograde", "batchnorm", "--no-execute")
    with Gradebook(f"sqlite:///{root / 'gradebook.db'}") as gradebook:
        gradebook.update_or_create_student("hostile", first_name=NAME, last_name=NAME, email=NAME)
    nbgrader(root, "generate_feedback", "batchnorm")
    return root


@pytest.fixture
def feedback(graded, browser):
    """The student's feedback, opened."""
    page = browser.new_page()
    page.route("http*://**", lambda route: route.fulfill(status=204))
    page.goto((graded / "feedback" / "hostile" / "batchnorm" / f"{NOTEBOOK}.html").as_uri())
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    yield page
    page.close()


@pytest.fixture
def formgrader(graded, instructor, tmp_path):
    """formgrader's page of the submission, opened, and the address of the server."""
    with Gradebook(f"sqlite:///{graded / 'gradebook.db'}") as gradebook:
        number = gradebook.find_submission_notebook(NOTEBOOK, "batchnorm", "hostile").id
    with instructor(graded, tmp_path) as page:
        address = page.url.partition("/formgrader")[0] + "/formgrader"
        page.goto(f"{address}/submissions/{number}/")
        page.wait_for_load_state("networkidle")
        yield page, address


def assert_contained(page):
    assert page.evaluate(COVER) > 20
    seen, hidden = page.evaluate(COVERED)
    assert seen > 100
    assert hidden == []
    page.add_style_tag(content="* { contain: none !important; overflow: visible !important }")
    assert page.evaluate(COVERED)[1], "the cover covers nothing"


def assert_told_apart(page):
    """Frames hold results alone; all that is the student's is marked, no wider than the page."""
    framed = page.locator(".autograder").all_inner_texts()
    assert len(framed) == 5 and all(text.startswith("Autograder") for text in framed)
    assert "80 of 80" not in str(framed)
    assert sum("points from the hidden tests" in text for text in framed) == 4
    assert_all_of_a_students_is_marked(page, ours={("none", True)})


def assert_all_of_a_students_is_marked(page, ours=frozenset()):
    """A dashed line stands beside it, and no box of it is wider than the page."""
    marks = page.eval_on_selector_all(
        ".text_cell_render, .output_subarea",
        """all => all.map(box => [getComputedStyle(box).borderLeftStyle,
                                  box.querySelector('.autograder') !== null])""",
    )
    assert {(style, result) for style, result in marks} == {("dashed", False), *ours}
    width = page.evaluate("document.documentElement.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_in_the_feedback_nothing_a_student_wrote_leaves_its_box(feedback):
    assert feedback.inner_text(".student").startswith("</a><img src=x")
    assert "80 of 80" not in feedback.inner_text("header") + feedback.inner_text("main")
    assert_all_of_a_students_is_marked(feedback)
    assert feedback.locator(".autograder").count() == 0
    assert_contained(feedback)


def test_in_formgrader_nothing_a_student_wrote_leaves_its_box(formgrader):
    page, _ = formgrader
    assert_told_apart(page)
    assert_contained(page)


def test_a_name_is_text_on_every_page_of_formgrader(formgrader):
    page, address = formgrader
    assert page.locator("nav img").count() == 0
    shown = page.locator("nav .name-shown bdi").first
    assert shown.text_content().startswith("</a><img src=x")
    assert shown.get_attribute("class") == "tex2jax_ignore"
    places = ("manage_students", f"gradebook/batchnorm/{NOTEBOOK}", "manage_submissions/batchnorm")
    for place in places:
        page.goto(f"{address}/{place}")
        page.locator("#main-table", has_text="onerror").wait_for(state="attached")
        page.wait_for_timeout(300)
        assert page.title() != "ran"
        assert page.locator("#main-table img").count() == 0
