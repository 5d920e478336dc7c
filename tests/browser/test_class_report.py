"""A class's report in a real browser: plots are drawn, tables sort, nothing is fetched or run."""

import pytest
from playwright.sync_api import sync_playwright

from autograder.overview.items import analyse
from autograder.overview.page import render
from autograder.overview.summary import ClassReport, Diagnosis, Student
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
            student.status, student.seconds, student.cpu_seconds = "graded", 1.5, 1.0
    tests = [TestResult(f"dx is right{SCRIPT}", "forward", 5, True, SCRIPT)]
    return ClassReport(
        course="nndl",
        assignment=f"batchnorm{SCRIPT}",
        cells={"forward": 50, f"findings{SCRIPT}": 50, "findings": 50},
        attention={"s3": [SCRIPT], IMAGE: ["timeout " + "x" * 200]},
        students=students,
        seeds={7: 4},
        diagnoses=[Diagnosis(SCRIPT, IMAGE, {"forward": None}, {"s1": None})],
        items=analyse([Report("s1", "batchnorm", "graded", tests, 7, "none", 1.0)]),
    )


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_playwright() as playwright:
        switches = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=chromium, args=switches)
        yield browser
        browser.close()


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


def column(page, number=0):
    """What a column of the table of students says, from top to bottom."""
    cells = f"section[aria-labelledby=students] tbody tr > :nth-child({number + 1})"
    return [text.strip() for text in page.locator(cells).all_inner_texts()]


def test_plots_are_drawn_without_an_error_or_a_request(page):
    bars = {
        name: page.locator(f"#{name} .bars .point path").count()
        for name in ("totals", "cells", "times")
    }
    assert bars["totals"] >= 4 and bars["times"] >= 2
    assert bars["cells"] >= 3
    for name in bars:
        assert page.locator(f"#{name} .xtitle").text_content()
    page.mouse.move(300, 400)
    page.wait_for_timeout(200)
    assert page.heard == []


def test_what_others_wrote_is_text(page):
    assert page.title() != "ran"
    assert page.locator("img").count() == 0
    assert page.locator("script").count() == 3
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
    assert tables == 4
    for number in range(tables):
        headers = page.locator("table").nth(number).locator("thead th")
        for place in range(headers.count()):
            headers.nth(place).locator("button").click()
            assert headers.nth(place).get_attribute("aria-sort") in ("ascending", "descending")
    assert page.heard == []


@pytest.mark.parametrize("width", [1280, 400])
def test_the_page_is_no_wider_than_the_window(page, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_timeout(500)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for name in ("totals", "cells", "times"):
        assert page.locator(f"#{name} .main-svg").first.bounding_box()["width"] <= width


def test_a_name_leads_to_the_students_line(page):
    page.locator("section[aria-labelledby=look] a", has_text="s3").click()
    assert page.evaluate("document.querySelector(':target th').textContent") == "s3"
