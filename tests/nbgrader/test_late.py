"""What being late costs, through nbgrader's own command, and what an extension does to it."""

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.cli.main import app
from autograder.course.config import Course
from autograder.overview.attention import needs_a_look
from tests.helpers import words

PENALTY = 'c.AssignLatePenalties.plugin_class = "autograder.gradebook.late.LatePerDay"\n'
HANDED_IN = {
    "punctual": "2026-03-01 11:59:59 UTC",
    "excusable": "2026-03-01 12:59:59 UTC",
    "late": "2026-03-02 13:00:00 UTC",  # the second day has begun
    "never": "2026-04-01 12:00:00 UTC",
}


@pytest.fixture(scope="module")
def classroom(make_classroom, reference):
    """A class with a due date, graded as the course is configured."""
    classroom = make_classroom()
    classroom.nbgrader("db", "assignment", "add", "toy", "--duedate=2026-03-01 12:00 UTC")
    for student, timestamp in HANDED_IN.items():
        (classroom.hand_in(student, reference) / "timestamp.txt").write_text(timestamp)
    classroom.hand_in("untimed", reference)
    classroom.nbgrader("autograde", "toy", "--no-execute")
    classroom.without = penalties(classroom)
    with (classroom.root / "nbgrader_config.py").open("a") as config:
        config.write(PENALTY + "c.LatePerDay.grace = 1\n")
    classroom.nbgrader("autograde", "toy", "--no-execute", "--force")
    return classroom


@pytest.fixture
def autograder(classroom, monkeypatch):
    """A function that runs an autograder command in the class."""
    monkeypatch.chdir(classroom.root)
    return lambda *arguments: CliRunner().invoke(app, arguments)


def penalties(classroom):
    with Gradebook(classroom.db_url) as gradebook:
        return {
            student: gradebook.find_submission("toy", student).late_submission_penalty
            for student in HANDED_IN
        }


def test_being_late_costs_nothing_unless_the_course_says_so(classroom):
    assert classroom.without == dict.fromkeys(HANDED_IN, 0)


def test_each_day_begun_costs_a_tenth_up_to_everything(classroom):
    assert penalties(classroom) == {"punctual": 0, "excusable": 0, "late": 2, "never": 10}


def test_an_extension_lifts_the_penalty_and_can_be_taken_back(classroom, autograder):
    done = autograder("extend", "toy", "late", "--days", "0.5")
    assert "0.5 days; being late costs 1 points" in done.output
    autograder("extend", "toy", "late", "--days", "2")
    assert penalties(classroom)["late"] == 0
    classroom.nbgrader("autograde", "toy", "--no-execute", "--student=late", "--force")
    assert penalties(classroom)["late"] == 0
    autograder("extend", "toy", "late", "--days", "0")
    assert penalties(classroom)["late"] == 2


def test_a_time_corrected_after_grading_counts_at_the_next_run(classroom):
    stamp = classroom.root / "submitted" / "never" / "toy" / "timestamp.txt"
    stamp.write_text("2026-03-01 14:30:00 +02:30")
    classroom.nbgrader("autograde", "toy", "--no-execute")
    assert penalties(classroom)["never"] == 0
    stamp.write_text("2026-03-01 16:00:00 +02:30")  # an hour and a half after it was due
    classroom.nbgrader("autograde", "toy", "--no-execute")
    assert penalties(classroom)["never"] == 1


def test_the_penalty_follows_what_a_person_grades_afterwards(classroom, autograder):
    with Gradebook(classroom.db_url) as gradebook:
        grade = gradebook.find_grade("findings", classroom.notebook, "toy", "late")
        grade.manual_score = 2
        gradebook.db.commit()
    assert autograder("feedback", "toy").exit_code == 0
    page = classroom.root / "feedback" / "late" / "toy" / f"{classroom.notebook}.html"
    said = words(page.read_text())
    assert "9.6 / 12 points" in said and "Handed in late: 2.4 points are taken off." in said


def test_who_handed_in_without_a_time_is_named_and_pays_nothing(classroom):
    why = needs_a_look(Course.load(classroom.root), "toy")
    assert [
        student for student in why if any("is not known" in each.text for each in why[student])
    ] == ["untimed"]
    with Gradebook(classroom.db_url) as gradebook:
        assert not gradebook.find_submission("toy", "untimed").late_submission_penalty


def test_an_extension_of_nobodys_submission_is_refused(autograder):
    done = autograder("extend", "toy", "nobody", "--days", "2")
    assert "no submission of nobody" in str(done.exception)


def test_an_extension_without_due_date_is_refused(classroom, autograder):
    with Gradebook(classroom.db_url) as gradebook:
        gradebook.update_or_create_assignment("toy", duedate=None)
    done = autograder("extend", "toy", "late", "--days", "2")
    assert "toy has no due date" in str(done.exception)
