"""A class's report in a real browser: it fits, tables sort, nothing is fetched or run."""

import pytest

from autograder.overview import html
from autograder.overview.attention import Reason
from autograder.overview.code import Shared
from autograder.overview.items import analyse
from autograder.overview.losses import Loss
from autograder.overview.page import render
from autograder.overview.summary import ClassReport, Diagnosis, Priced, Student
from autograder.report import Report, TestResult

IMAGE = "<img src=http://beacon.invalid/x onerror=document.title='ran'>"
SCRIPT = "</script><script>document.title='ran'</script>"
TOTALS = {"s1": 9.25, "s2": 80.0, "s3": None, "s10": 100.0, IMAGE: 9.5}


def _class_report():
    students = {}
    for name, total in TOTALS.items():
        students[name] = student = Student(name, IMAGE)
        if total is not None:
            student.total, student.marks = total, {"forward": total / 2, "findings": None}
            student.status, student.seconds = "graded", 1.5
            student.code = student.report = "code.html"
    students["s1"].priced = {"forward": Priced(2, SCRIPT)}
    tests = [TestResult(f"dx is right{SCRIPT}", "forward", 5, False, SCRIPT)]
    cells = {"forward": 50, f"findings{SCRIPT}": 50, "findings": 50}
    return ClassReport(
        course="nndl",
        assignment="batchnorm",
        title=f"Batch normalization{SCRIPT}",
        cells=cells,
        titles={cell: f"{cell} {IMAGE}" for cell in cells},
        attention={"s3": [Reason(SCRIPT, True)], IMAGE: [Reason("timeout " + "x" * 200)]},
        students=students,
        seeds={7: 4},
        diagnoses=[
            Diagnosis(SCRIPT, IMAGE, SCRIPT, {"forward": None}, {"s1": None}, {"forward": 45})
        ],
        losses=[Loss([f"{IMAGE}: {'y' * 200}"], {"s2": 3.0}, {"forward": None})],
        items=analyse([Report("s1", "batchnorm", "graded", tests, 7, "none", 1.0)]),
        shared=[Shared([f"nndl/{IMAGE}.py"], ["s1", "s2"])],
    )


@pytest.fixture
def page(browser, tmp_path):
    """The page, opened; what it said, what failed and what it asked for are in page.heard."""
    path = tmp_path / "report.html"
    path.write_text(render(_class_report()))
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.heard = []
    page.on("console", lambda message: page.heard.append(message.text))
    page.on("pageerror", lambda error: page.heard.append(str(error)))
    page.on("request", lambda request: page.heard.append(request.url))
    page.goto(path.as_uri())
    page.wait_for_timeout(500)
    assert page.heard.pop(0) == path.as_uri()
    yield page
    page.close()


def column(page):
    """Whose rows the table of students has, from top to bottom."""
    heads = page.locator("section[aria-labelledby=students] tbody th")
    return heads.evaluate_all("all => all.map(head => head.dataset.sort)")


def test_each_bar_is_as_long_as_its_count(page):
    heights = page.locator(".histogram i").evaluate_all("all => all.map(bar => bar.clientHeight)")
    assert sum(height > 0 for height in heights) == 3  # 9.25 and 9.5 are in one bin
    assert max(heights) == 2 * min(filter(None, heights))
    levels = page.locator(".stack").first.locator("span")
    shown = levels.evaluate_all("all => all.map(each => [each.textContent, each.clientWidth])")
    assert [count for count, _ in shown] == ["2", "1", "1"]
    assert shown[0][1] == pytest.approx(2 * shown[1][1], abs=2)
    assert page.heard == []


def test_what_others_wrote_is_text(page):
    assert page.title() != "ran"
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 1
    text = page.inner_text("body")
    assert IMAGE in text
    assert f"dx is right{SCRIPT}" in text
    assert page.heard == []


def test_the_policy_stops_what_would_slip_through(page):
    stopped = []
    page.on("requestfailed", lambda request: stopped.append(request.failure))
    page.evaluate(
        """() => {
            document.body.insertAdjacentHTML('beforeend', `<img src="http://beacon.invalid/x"
                onerror="document.title = 'ran'">`);
            const script = document.createElement('script');
            script.textContent = "document.title = 'ran'";
            document.body.append(script);
        }"""
    )
    page.wait_for_timeout(300)
    assert page.title() != "ran"
    assert stopped == ["csp"]


def test_tables_sort_numbers_and_names_both_ways_by_mouse_and_keyboard(page):
    total = page.locator("section[aria-labelledby=students] th button", has_text="total")
    header = page.locator("section[aria-labelledby=students] th", has_text="total")
    total.click()
    assert column(page) == ["s1", IMAGE, "s2", "s10", "s3"]
    assert header.get_attribute("aria-sort") == "ascending"
    total.focus()
    page.keyboard.press("Enter")
    assert column(page) == ["s10", "s2", IMAGE, "s1", "s3"]
    assert header.get_attribute("aria-sort") == "descending"
    page.keyboard.press("Space")
    assert header.get_attribute("aria-sort") == "ascending"

    student = page.locator("section[aria-labelledby=students] th button", has_text="student")
    student.click()
    assert column(page) == [IMAGE, "s1", "s2", "s3", "s10"]
    assert header.get_attribute("aria-sort") is None
    student.click()
    assert column(page) == ["s10", "s3", "s2", "s1", IMAGE]


def test_every_table_sorts(page):
    tables = page.locator("table").count()
    assert tables == 6
    for number in range(tables):
        headers = page.locator("table").nth(number).locator("thead th")
        for place in range(headers.count()):
            if headers.nth(place).locator("button").count() == 0:
                continue  # links have no order
            headers.nth(place).locator("button").click()
            assert headers.nth(place).get_attribute("aria-sort") in ("ascending", "descending")
    assert page.heard == []


def test_a_page_of_code_is_text_and_fits(browser, tmp_path):
    lines = [("added", f"+{SCRIPT}{'x' * 300}"), ("same", f" </span></pre>{IMAGE}")]
    files = {f"nndl/{IMAGE}.py": lines}
    path = tmp_path / "code.html"
    about = {"student": IMAGE, "title": SCRIPT, "notes": [IMAGE]}
    path.write_text(html.render("code.html.j2", files=files, **about))
    page = browser.new_page(viewport={"width": 400, "height": 900})
    page.goto(path.as_uri())
    assert page.title() != "ran" and page.locator("img, script").count() == 0
    assert page.locator(".lines > span").all_inner_texts() == [text for _, text in lines]
    assert page.evaluate("document.documentElement.scrollWidth") == 400
    page.close()


@pytest.mark.parametrize("width", [1280, 1000, 400])
def test_nothing_lies_beyond_the_edge_of_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    hidden = """all => all.filter(each => each.scrollWidth > each.clientWidth + 1
        && getComputedStyle(each).overflowX !== 'visible').map(each => each.outerHTML)"""
    assert page.locator("main *").evaluate_all(hidden) == []
    marks = page.locator("section[aria-labelledby=students] tbody tr td").first
    assert marks.bounding_box()["x"] + marks.bounding_box()["width"] <= width


def test_in_a_narrow_window_each_mark_says_what_it_is(page):
    page.set_viewport_size({"width": 400, "height": 900})
    cell = page.locator("section[aria-labelledby=students] tbody td.number").nth(1)
    label = cell.evaluate("cell => getComputedStyle(cell, '::before').content")
    assert label.startswith('"forward')


def test_on_paper_nothing_is_folded_or_cut(page):
    hint = page.locator("section[aria-labelledby=diagnoses] details p")
    assert not hint.is_visible()
    page.set_viewport_size({"width": 703, "height": 1000})  # A4 with margins of 12 mm
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert hint.is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 703
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not hint.is_visible()


def test_in_the_dark_text_is_light(page):
    ink = "getComputedStyle(document.body).color"
    light = page.evaluate(ink)
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(ink) != light
    page.emulate_media(color_scheme="dark", media="print")
    assert page.evaluate(ink) == light


def test_a_name_leads_to_the_students_line(page):
    page.locator("section[aria-labelledby=look] a", has_text="s3").click()
    assert page.evaluate("document.querySelector(':target th').dataset.sort") == "s3"
