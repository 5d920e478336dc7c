"""The numbers of a class's report, and that nothing in it can act on who reads it."""

import weakref
from math import sqrt

import pytest
from bs4 import BeautifulSoup

import autograder.overview.summary
from autograder.overview.attention import Reason
from autograder.overview.code import Shared
from autograder.overview.items import Item, analyse
from autograder.overview.losses import Loss, add_loss
from autograder.overview.page import _histogram, _level, render
from autograder.overview.summary import ClassReport, Diagnosis, Priced, Student
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
    result = class_report(students)
    analyse(autograder.overview.summary._reports(course, result))
    assert most == 1
    assert result.seeds == {1: 50}


def test_every_value_is_in_a_bar_and_the_highest_in_the_last():
    bins = _histogram([0, 4.9, 5, 95, 100, 100], 100)
    assert len(bins) == 20
    counts = [each.students for each in bins]
    assert (counts[0], counts[1], counts[-1], sum(counts)) == (2, 1, 3, 6)
    assert (bins[-1].low, bins[-1].high, bins[-1].share, bins[1].share) == (95, 100, 1, 1 / 3)
    assert sum(each.students for each in _histogram([-2, 0.3, 103], 90)) == 3
    assert _histogram([0, 0], 0)[0].students == 2
    edges = [number / 10 for number in range(11)]  # 0.3 / 0.05 is not 6 to a computer
    assert [each.students for each in _histogram(edges, 1)] == [1, 0] * 9 + [1, 1]


def test_a_mark_is_of_one_level():
    marks = [None, 0, 4, 5, 9.5, 10, 11]
    assert [_level(mark, 10) for mark in marks] == [
        *("to grade", "nothing", "under half", "half or more", "half or more", "all", "all")
    ]


def test_what_others_wrote_is_shown_as_text():
    hostile = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    student = Student("<b>id</b>", hostile, {hostile: 1.0}, 1.0, status=hostile)
    student.seconds = 1.0
    student.feedback = student.formgrader = {"Notebook": '../"><script>'}
    student.code = student.report = '"><script>'
    student.priced = {hostile: Priced(0, hostile)}
    result = class_report({student.id: student}, {hostile: 2})
    result.attention = {student.id: [Reason(hostile)]}
    result.losses = [Loss([hostile], {student.id: 1.0}, {hostile: None})]
    diagnosis = Diagnosis(hostile, hostile, hostile, {hostile: None}, {student.id: None})
    diagnosis.prices = {hostile: 1}
    result.diagnoses = [diagnosis]
    result.shared = [Shared([hostile], [student.id])]
    result.items = [Item(hostile, hostile, 1, [False], [student.id], [0])]
    page = render(result)
    assert page.count(hostile) == 0
    soup = BeautifulSoup(page, "html.parser")
    assert len(soup.find_all("script")) == 1
    assert not soup.find_all(["img", "b"])
    assert hostile in soup.find(id="student-0").get_text()
    assert soup.find("a", string="feedback")["href"] == '../"><script>'
    (policy,) = soup.find_all("meta", {"http-equiv": "Content-Security-Policy"})
    assert policy["content"].startswith("default-src 'none'; script-src 'sha256-")
    script_src = policy["content"].split(";")[1]
    assert "unsafe" not in script_src and script_src.count("sha256-") == 1


def failing(*messages, name="ada", **about):
    """A Report whose tests, a point each, fail with these messages; None passes."""
    tests = [
        TestResult(f"test {number}", "cell", 1, message is None, message or "")
        for number, message in enumerate(messages)
    ]
    return Report(name, "batchnorm", "graded", tests, 1, "none", 1.0, **about)


def losses(*reports):
    found = {}
    for each in reports:
        add_loss(found, each)
    return list(found.values())


def test_one_cause_is_said_once_and_names_all_who_met_it():
    torch = "No module named 'torch'\nnndl/layers.py, line {}: import torch\nThe call: f()"
    first, second = (torch.format(line) for line in (1, 12))
    (loss,) = losses(failing(*[first] * 4, None), failing(*[second] * 3, "odd", name="bo"))
    assert loss.said == ["No module named 'torch'; nndl/layers.py, line 1: import torch"]
    assert loss.students == {"ada": 4, "bo": 4} and loss.points == 4
    assert list(loss.cells) == ["cell"]


def test_where_messages_differ_the_first_is_said_and_how_many_follow():
    (loss,) = losses(failing(None, "out is wrong\nThe last call: f(x)", "dx is wrong", "no"))
    assert loss.said == ["test 1: out is wrong; 2 more tests failed"]


def test_what_is_unexplained_comes_before_a_message_and_a_diagnosis_explains_its_cell():
    unexplained = {"layers.forward": "out is twice the reference's"}
    named = {"cell": [{"name": "forgotten", "hint": "look"}]}
    (loss,) = losses(
        failing("out is wrong", unexplained=unexplained),
        failing("out is wrong", name="bo", diagnosis=named),
        failing(None, name="cy"),
    )
    assert loss.said == ["layers.forward: out is twice the reference's"]
    assert loss.students == {"ada": 1}


def test_a_test_names_who_failed_it_and_marks_by_prices_leave_its_statistics_alone():
    priced = failing(None, "no", "no", name="bo", prices={"cell": {"mistake": 1}})
    assert priced.grades["cell"] == {"score": 2, "max_score": 3, "tests": 1}
    items = analyse([failing(None, None, None), priced])
    assert [item.failed_by for item in items] == [[], ["bo"], ["bo"]]
    assert items[0].rest == [2, 0]


def test_both_figures_of_a_mark_by_prices_are_said_with_the_reason():
    student = Student("ada", marks={"cell": 16.0}, total=16.0, status="graded", seconds=1.0)
    student.priced = {"cell": Priced(2, "tests alone give 2; one mistake costs 4: 16")}
    row = BeautifulSoup(render(class_report({"ada": student}, {"cell": 20})), "html.parser")
    said = " ".join(row.find(id="student-0").get_text().split())
    assert "16tests 2" in said
    assert "cell: tests alone give 2; one mistake costs 4: 16" in said


def class_report(students, cells=None):
    cells = cells or {}
    titles = {cell: cell for cell in cells}
    return ClassReport("nndl", "batchnorm", "Batchnorm", cells, titles, {}, students)
