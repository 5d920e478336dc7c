"""The numbers of a class's report, and that nothing in it can act on who reads it."""

import weakref
from math import sqrt

import pytest
from bs4 import BeautifulSoup

import autograder.overview.summary
from autograder.overview.items import analyse
from autograder.overview.page import _histogram, _level, render
from autograder.overview.summary import ClassReport, Student
from autograder.report import Report, TestResult

TENTHS = (1, 0.1, 0.2, 0.3)  # 0.1 + 0.2 is not 0.3 to a computer


def report(*passed, points=(3, 2, 2, 1), name="student"):
    """A Report in which the tests "a", "b", "c" … pass or do not."""
    tests = [
        TestResult(chr(97 + number), "cell", worth, ok, "")
        for number, (worth, ok) in enumerate(zip(points, passed, strict=False))
    ]
    return Report(name, "batchnorm", "graded", tests, 1, "none", 1.0)


def test_difficulty_and_discrimination_are_those_of_the_formula():
    # "a" is passed by those with 3, 1 of the rest, failed by those with 2, 0.
    items = analyse(
        [report(1, 1, 0, 1), report(1, 0, 0, 1), report(0, 1, 0, 0), report(0, 0, 0, 0)]
    )
    a = items[0]
    assert (a.name, a.grade_id, a.points, a.difficulty) == ("a", "cell", 3, 0.5)
    assert a.rest == [3, 1, 2, 0]
    deviation = sqrt(((3 - 1.5) ** 2 + (1 - 1.5) ** 2 + (2 - 1.5) ** 2 + (0 - 1.5) ** 2) / 4)
    assert a.discrimination == pytest.approx((2 - 1) / deviation * sqrt(0.5 * 0.5))
    assert a.hint == ""


@pytest.mark.parametrize(
    ("reports", "hint"),
    [
        ([report(1, 1), report(1, 0)], ""),  # all pass
        ([report(0, 1), report(0, 0)], "nobody passes: look at the test and at the task"),
        ([report(1, 1), report(0, 1)], ""),  # the same rest
        # The same rest, summed from fractions of points in another order of rounding.
        (
            [report(1, 1, 1, points=(1, 0.1, 0.2)), report(0, 0, 0, 1, points=(1, 0.1, 0.2, 0.3))],
            "",
        ),
        ([report(1, 1)], ""),  # one alone
    ],
)
def test_discrimination_is_not_defined_without_spread(reports, hint):
    item = analyse(reports)[0]
    assert (item.discrimination, item.hint) == (None, hint)


def test_a_test_that_the_better_fail_is_to_be_looked_at():
    outcomes = [(0, 1, 1), (0, 1, 1), (1, 0, 0)]
    a, b, _ = analyse(report(*passed, points=(1, 2, 2)) for passed in outcomes)
    assert a.discrimination == pytest.approx(-1)
    assert "look at the test" in a.hint
    assert b.hint == ""


def test_reports_are_taken_one_at_a_time(monkeypatch, course):
    references, most = [], 0

    def read_report(folder, student):
        nonlocal most
        most = max(most, sum(reference() is not None for reference in references))
        read = report(1, 0, name=student)
        references.append(weakref.ref(read))
        return read

    monkeypatch.setattr(autograder.overview.summary, "read_report", read_report)
    students = {f"s{number}": Student(f"s{number}", total=3.0) for number in range(50)}
    result = ClassReport("nndl", "batchnorm", {}, {}, students)
    analyse(autograder.overview.summary._reports(course, result))
    assert most == 1
    assert result.seeds == {1: 50}


def test_every_value_is_in_a_bar_and_the_highest_in_the_last():
    bars = _histogram([0, 4.9, 5, 95, 100, 100], 100, "blue")
    assert len(bars["x"]) == 20
    assert (bars["y"][0], bars["y"][1], bars["y"][-1], sum(bars["y"])) == (2, 1, 3, 6)
    assert bars["customdata"][-1] == "95 to 100"
    assert sum(_histogram([0.3, 103], 90, "blue")["y"]) == 2
    assert sum(_histogram([0, 0], 0, "blue")["y"]) == 2


def test_a_mark_is_of_one_level():
    marks = [None, 0, 4, 5, 9.5, 10, 11]
    assert [_level(mark, 10) for mark in marks] == [
        *("to grade", "nothing", "under half", "half or more", "half or more", "all", "all")
    ]


def test_what_others_wrote_is_shown_as_text():
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    student = Student("<b>id</b>", hostile, {hostile: 1.0}, 1.0, status="graded")
    student.seconds = student.cpu_seconds = 1.0
    student.feedback = {"Notebook": '../"><script>'}
    result = ClassReport("nndl", "batchnorm", {hostile: 2}, {student.id: [hostile]}, {})
    result.students[student.id] = student
    result.items = analyse([report(1)])
    page = render(result)
    assert page.count(hostile) == 0
    soup = BeautifulSoup(page, "html.parser")
    assert len(soup.find_all("script")) == 3
    assert not soup.find_all(["img", "b"])
    assert hostile in soup.find(id="student-0").get_text()
    assert soup.find("a", string="open")["href"] == '../"><script>'
    (policy,) = soup.find_all("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'; script-src 'sha256-")
    script_src = policy["content"].split(";")[1]
    assert "unsafe" not in script_src and script_src.count("sha256-") == 2
