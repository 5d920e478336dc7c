"""Reading written answers in the terminal: what a person picks is recorded, and nothing else."""

import nbformat
import pytest
from nbformat.v4 import new_markdown_cell
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.cli.main import app
from autograder.cli.read import judged
from autograder.course.assignment import RubricItem
from autograder.course.config import CourseError
from tests.helpers import cell, write_answer

ITEMS = [RubricItem("findings", 3, "names it"), RubricItem("findings", 2, "says why"),
         RubricItem("findings", -1, "contradicts the test")]  # fmt: skip
HOSTILE = "Mine.\x1b[2J\x1b]0;owned\x07 [red]"


@pytest.mark.parametrize(
    ("line", "score", "comment"),
    [
        ("1 2", 5, "- names it (3)\n- says why (2)"),
        ("2 1 1 Well put.", 5, "- names it (3)\n- says why (2)\n\nWell put."),
        ("1 3", 2, "- names it (3)\n- contradicts the test (-1)"),
        ("3", 0, "- contradicts the test (-1)"),
        ("0", 0, "Nothing of what is asked for."),
        ("0 Read the plot.", 0, "Nothing of what is asked for.\n\nRead the plot."),
    ],
)
def test_what_is_picked_makes_score_and_comment(line, score, comment):
    assert judged(line, ITEMS, 5) == (score, comment)


@pytest.mark.parametrize(
    ("line", "most", "why"),
    [
        ("", 5, "type the numbers"),
        ("good", 5, "type the numbers"),
        ("1 4", 5, "no item 4: they go from 1 to 3"),
        ("1 2", 4, "worth 5, and the gradebook has 4 points"),
    ],
)
def test_what_says_nothing_or_gives_more_than_there_is_settles_nothing(line, most, why):
    with pytest.raises(CourseError, match=why):
        judged(line, ITEMS, most)


def test_without_a_rubric_a_person_gives_the_points():
    assert judged("1.5 Half of it.", [], 2) == (1.5, "Half of it.")
    for line in ("", "2.5", "-1", "nan", "well"):
        with pytest.raises(CourseError, match="0 to 2"):
            judged(line, [], 2)


@pytest.fixture(scope="module")
def graded(make_classroom, reference):
    """Three who answered, one of them in a cell of his own, and one who did not."""
    classroom = make_classroom()
    for student in ("ada", "bo", "cy", "dan"):
        folder = classroom.hand_in(student, reference)
        if student in ("ada", "bo"):
            write_answer(folder, HOSTILE if student == "ada" else "Also mine.")
        path = folder / f"{classroom.notebook}.ipynb"
        if student == "cy":
            nb = nbformat.read(path, as_version=4)
            nb.cells.append(new_markdown_cell("It stands here."))
            nbformat.write(nb, path)
    classroom.nbgrader("autograde", "toy", "--no-execute")
    return classroom


@pytest.fixture
def classroom(graded):
    """The class, with nothing read."""
    with Gradebook(graded.db_url) as gradebook:
        for student in ("ada", "bo", "cy"):
            grade = gradebook.find_grade("findings", graded.notebook, "toy", student)
            grade.manual_score, grade.needs_manual_grade = None, True
            gradebook.find_comment(
                "findings", graded.notebook, "toy", student
            ).manual_comment = None
        gradebook.db.commit()
    return graded


@pytest.fixture
def read(classroom, monkeypatch):
    """A function that types lines at `autograder read toy`, and gives what is printed."""
    monkeypatch.chdir(classroom.root)

    def read(*lines, student=()):
        done = CliRunner().invoke(app, ["read", "toy", *student], input="\n".join([*lines, ""]))
        assert done.exit_code == 0, done.output
        return done.output

    return read


def marks(classroom):
    """Of each student, the score by hand and whether the answer waits."""
    grades = {name: classroom.grades(name)["findings"] for name in ("ada", "bo", "cy", "dan")}
    return {
        name: (grade["manual_score"], grade["needs_manual_grade"]) for name, grade in grades.items()
    }


NOTHING = (None, True)
BLANK = (None, False)


def test_what_is_picked_is_the_score_and_the_comment_in_the_gradebook(classroom, read):
    said = read("1 2 Well put.", "1", "0")
    assert marks(classroom) == {
        "ada": (2, False), "bo": (1, False), "cy": (0, False), "dan": BLANK
    }  # fmt: skip
    assert "1 of 3: What it is good for" in said
    assert "ada" not in said.partition("2 of 2 for ada")[0]
    assert "0 written answers wait; next: autograder feedback toy" in said
    with Gradebook(classroom.db_url) as gradebook:
        comment = gradebook.find_comment("findings", classroom.notebook, "toy", "ada")
        assert comment.manual_comment == (
            "- names what the layer does to a gradient (1)\n- says why (1)\n\nWell put."
        )
    classroom.nbgrader("generate_feedback", "toy", "--student=ada")
    page = classroom.root / "feedback" / "ada" / "toy" / f"{classroom.notebook}.html"
    assert "<li>says why (1)</li>" in page.read_text()
    assert "Well put." in page.read_text()


def test_what_is_skipped_or_not_come_to_waits_and_reading_goes_on_there(classroom, read):
    said = read("s", "", "9", "2", "q")
    assert marks(classroom) == {"ada": NOTHING, "bo": (1, False), "cy": NOTHING, "dan": BLANK}
    assert "2 written answers wait; next: autograder read toy" in said
    read()  # the input ends
    assert marks(classroom)["ada"] == NOTHING
    assert "1 of 2: " in read("1")
    assert marks(classroom) == {"ada": (1, False), "bo": (1, False), "cy": NOTHING, "dan": BLANK}


def test_one_student_s_answers_are_read_again_when_named(classroom, read):
    read("1 2", "q")
    said = read("1", student=["ada"])
    assert "it had 2 points: - names what the layer does to a gradient (1)" in said
    assert marks(classroom)["ada"] == (1, False)


def test_an_answer_does_nothing_to_a_terminal(read):
    said = read("q")
    assert "Mine. [red]" in said
    assert "\x1b" not in said


def test_what_may_be_the_answer_elsewhere_is_shown(read):
    said = read("s", "s", "q")
    assert said.count("It stands here.") == 1
    assert "cells of their own, where it may stand, too" in said


def replace_the_answer(classroom):
    path = classroom.root / "autograded" / "ada" / "toy" / f"{classroom.notebook}.ipynb"
    nb = nbformat.read(path, as_version=4)
    cell(nb, "findings").source = "Another."
    path.chmod(0o644)
    nbformat.write(nb, path)


def read_it_in_formgrader(classroom):
    with Gradebook(classroom.db_url) as gradebook:
        grade = gradebook.find_grade("findings", classroom.notebook, "toy", "ada")
        grade.manual_score, grade.needs_manual_grade = 2, False
        gradebook.db.commit()


@pytest.mark.parametrize(
    ("meanwhile", "why", "stays"),
    [
        (replace_the_answer, "another answer of ada's was graded meanwhile", NOTHING),
        (read_it_in_formgrader, "changed under ada's answer", (2, False)),
    ],
)
def test_only_the_answer_that_was_shown_is_settled(classroom, monkeypatch, meanwhile, why, stays):
    monkeypatch.chdir(classroom.root)

    def type_a_line(*_):
        meanwhile(classroom)
        return "1"

    monkeypatch.setattr("autograder.terminal.console.input", type_a_line)
    done = CliRunner().invoke(app, ["read", "toy"])
    assert why in str(done.exception)
    assert marks(classroom)["ada"] == stays
