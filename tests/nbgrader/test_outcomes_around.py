"""What goes wrong with one student after grading is that student's, too: the others go on."""

import csv
import json
from datetime import datetime

import pytest

from autograder.appeals import regrade
from autograder.collect import collect
from autograder.course.config import Course, CourseError
from autograder.export import canvas, feedback
from autograder.export import tables as export
from autograder.gradebook import late
from autograder.gradebook.database import course_directory, open_gradebook
from autograder.outcome import explained
from autograder.overview import attention
from autograder.overview import summary as class_report
from autograder.overview.page import write_class_report

STUDENTS = ("ada", "bo", "cy")
FAILED = "the grader itself failed at this submission: "


@pytest.fixture(scope="module")
def graded(make_classroom, reference):
    """A class of three, graded."""
    classroom = make_classroom()
    for student in STUDENTS:
        classroom.hand_in(student, reference)
    classroom.nbgrader("autograde", "toy", "--no-execute")
    classroom.course = Course.load(classroom.root)
    return classroom


@pytest.fixture(params=[RuntimeError, MemoryError, RecursionError, KeyError, UnicodeError, OSError])
def broken(request, monkeypatch):
    """A function that has a step fail for bo: (owner, name)."""

    def break_for_bo(owner, name):
        whole = getattr(owner, name)

        def step(*args, **kwargs):
            shown = [getattr(each, "submission", each) for each in (*args, *kwargs.values())]
            if any("bo" in str(getattr(each, "where", each)).split("/") for each in shown):
                raise request.param("no such luck")
            return whole(*args, **kwargs)

        monkeypatch.setattr(owner, name, step)

    return break_for_bo


@pytest.fixture
def penalty_fails(graded, monkeypatch):
    """bo is late, and what that costs cannot be found out."""
    with open_gradebook(course_directory(graded.course, "toy")) as gradebook:
        gradebook.find_assignment("toy").duedate = datetime(2026, 1, 1)
        gradebook.find_submission("toy", "bo").timestamp = datetime(2026, 1, 2)
        gradebook.db.commit()
    whole = late.AssignLatePenalties.preprocess

    def step(self, notebook, resources):
        if resources["nbgrader"]["student"] == "bo":
            raise ZeroDivisionError("no such luck")
        return whole(self, notebook, resources)

    monkeypatch.setattr(late.AssignLatePenalties, "preprocess", step)


def test_the_report_names_who_could_not_be_read_and_shows_the_others(graded, broken):
    broken(class_report, "read_report")
    page = write_class_report(graded.course, "toy").read_text(encoding="utf-8")
    result = class_report.gather(graded.course, "toy")
    assert [each.id for each in result.graded] == ["ada", "cy"]
    assert any(FAILED in reason.text for reason in result.attention["bo"])
    assert FAILED in page


def test_who_cannot_be_looked_at_is_to_be_looked_at(graded, broken):
    before = attention.needs_a_look(graded.course, "toy")
    broken(attention, "take_in")
    after = attention.needs_a_look(graded.course, "toy")
    assert any(reason.text.startswith(FAILED) for reason in after.pop("bo"))
    assert after == {student: why for student, why in before.items() if student != "bo"}


def test_the_table_has_the_marks_of_the_others(graded, broken, tmp_path):
    broken(export, "read_report")
    with pytest.raises(CourseError, match=f"lacks the marks of 1: bo: {FAILED}"):
        export.write_table(graded.course, "toy", tmp_path / "marks.csv")
    with (tmp_path / "marks.csv").open() as file:
        status = {row["student"]: row["status"] for row in csv.DictReader(file)}
    assert status == {"ada": "graded", "bo": "not exported", "cy": "graded"}


def test_results_are_written_for_the_others(graded, broken, tmp_path):
    broken(export, "read_report")
    assert export.write_gradescope(graded.course, "toy", tmp_path, anyway=True) == (["bo"], [])
    for student in ("ada", "cy"):
        assert json.loads((tmp_path / student / "results.json").read_text())["tests"]


def test_feedback_is_packed_for_the_others(graded, monkeypatch):
    pack = feedback._zip

    def step(pages):
        if "bo" in pages[0].parts:
            raise RuntimeError("no such luck")
        return pack(pages)

    monkeypatch.setattr(feedback, "_zip", step)
    with pytest.raises(CourseError, match=f"lacks the feedback of 1: bo: {FAILED}"):
        feedback.write_feedback(graded.course, "toy")
    names = sorted(path.name for path in (graded.root / "feedback_zips/toy").iterdir())
    assert names == ["ada.zip", "cy.zip"]


def test_a_penalty_that_fails_keeps_the_marks_of_its_student_alone(graded, penalty_fails, tmp_path):
    with pytest.raises(CourseError, match=f"lacks the marks of 1: bo: {FAILED}"):
        export.write_table(graded.course, "toy", tmp_path / "marks.csv")
    assert export.write_gradescope(graded.course, "toy", tmp_path / "scope", True) == (["bo"], [])
    with pytest.raises(CourseError, match=f"lacks the feedback of 1: bo: {FAILED}"):
        feedback.write_feedback(graded.course, "toy")
    with pytest.raises(CourseError, match=f"bo's penalty is not taken anew: {FAILED}"):
        late.extend(graded.course, "toy", "bo", 0)


@pytest.mark.parametrize("step", ["penalty", "total"])
def test_canvas_gets_the_marks_of_the_others(graded, request, monkeypatch, tmp_path, step):
    if step == "penalty":
        request.getfixturevalue("penalty_fails")
    else:
        whole = canvas.total

        def total(submission):
            if submission.student.id == "bo":
                raise TypeError("no such luck")
            return whole(submission)

        monkeypatch.setattr(canvas, "total", total)
    rows = "".join(f"{name},{number},{name},\n" for number, name in enumerate(STUDENTS))
    sheet = tmp_path / "canvas.csv"
    sheet.write_text(
        f"Student,ID,SIS Login ID,toy (7)\n    Points Possible,,,\n{rows}".replace(
            "bo,1,bo,", "bo,1,bo,3"
        )
    )
    filled = canvas.fill(graded.course, "toy", sheet, "toy", tmp_path / "to.csv", anyway=True)
    with (tmp_path / "to.csv").open() as file:
        marks = {row["Student"]: row["toy (7)"] for row in csv.DictReader(file)}
    assert filled.marks == 2 and list(filled.failed) == ["bo"]
    assert marks["bo"] == "3" and float(marks["ada"]) == float(marks["cy"]) > 0


def test_the_others_are_graded_again(graded, monkeypatch):
    whole = regrade.Regrade._task

    def step(self, source, student):
        if student == "bo":
            raise MemoryError
        return whole(self, source, student)

    monkeypatch.setattr(regrade.Regrade, "_task", step)
    again = regrade.Regrade(graded.course, "toy", lambda work, **_: work)
    assert list(again.failed) == ["bo"]
    assert sorted(report.submission for report in again._reports) == ["ada", "cy"]


def test_the_others_are_collected(graded, tmp_path, monkeypatch):
    for number, student in enumerate(STUDENTS):
        path = tmp_path / f"{student}_{number}_{number}_layers.py"
        path.write_text("x = 1\n")
    whole = collect.Assembly.hand_in

    def step(self, uploads):
        if uploads[0].name == "bo":
            raise RecursionError("no such luck")
        return whole(self, uploads)

    monkeypatch.setattr(collect.Assembly, "hand_in", step)
    (tmp_path / "course").mkdir()
    course = Course.load(graded.root)
    course.config.CourseDirectory.submitted_directory = str(tmp_path / "course" / "submitted")
    course.config.CourseDirectory.db_url = f"sqlite:///{tmp_path / 'none.db'}"
    result = collect.collect(course, tmp_path, "toy", None)
    assert sorted(result.collected) == ["0", "2"]
    assert ("1", explained(RecursionError("no such luck"))[0]) in result.problems
