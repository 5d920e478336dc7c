"""Feedback of a class: what holds it up, and that nothing earlier survives in it."""

import os
import zipfile

import pytest
from nbgrader.api import Gradebook
from typer.testing import CliRunner

from autograder.cli.main import app
from autograder.plugins import RemoveActiveContent
from autograder.plugins.marks import gather
from tests.helpers import CRASH, with_first, words, write_answer


@pytest.fixture
def classroom(make_classroom, reference, monkeypatch):
    """ada's answer is to be read; ben's is blank; cy's code crashes; dee hands in nothing."""
    classroom = make_classroom()
    monkeypatch.chdir(classroom.root)
    classroom.nbgrader("db", "student", "add", "dee")
    write_answer(classroom.hand_in("ada", reference), "The weight scale matters less.")
    (classroom.hand_in("ben", reference) / "evil.html").write_text("<script>1</script>")
    layers = with_first(CRASH, reference["nndl/layers.py"], "toy")
    classroom.hand_in("cy", {**reference, "nndl/layers.py": layers})
    classroom.nbgrader("autograde", "toy", "--no-execute")
    return classroom


def feedback(*options):
    return CliRunner().invoke(app, ["feedback", "toy", *options])


def page(classroom, student):
    path = classroom.root / "feedback" / student / "toy" / f"{classroom.notebook}.html"
    return path.read_text() if path.exists() else None


def zipped(classroom, student):
    """The files in a student's zip."""
    path = classroom.root / "feedback_zips" / "toy" / f"{student}.zip"
    if not path.exists():
        return None
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def test_feedback_waits_for_what_can_be_settled_and_is_never_of_an_earlier_state(
    classroom, reference
):
    refused = feedback()
    assert refused.exit_code == 1
    assert "no feedback was made" in str(refused.exception)
    assert refused.output == "'What it is good for' is to be graded by hand (1): ada\n"
    assert page(classroom, "ben") is None and zipped(classroom, "ben") is None

    assert feedback("--anyway").exit_code == 0
    name = f"{classroom.notebook}.html"
    for student in ("ada", "ben", "cy"):
        assert zipped(classroom, student) == {name: page(classroom, student)}
    assert zipped(classroom, "dee") is None
    assert "What it is good for not yet read of 2" in words(page(classroom, "ada"))
    assert 'Graded: <a href="#exercise-1">Forward pass</a>' in page(classroom, "ada")
    assert "What it is good for 0 / 2 No response." in words(page(classroom, "ben"))

    with Gradebook(classroom.db_url) as gradebook:
        place = ("findings", classroom.notebook, "toy", "ada")
        grade = gradebook.find_grade(*place)
        grade.manual_score, grade.needs_manual_grade = 1.5, False
        gradebook.find_comment(*place).manual_comment = "And the bias?"
        gradebook.db.commit()
    assert feedback().exit_code == 0
    assert "11.5 / 12 points" in words(page(classroom, "ada"))
    assert "Comment And the bias?" in words(zipped(classroom, "ada")[name])

    classroom.hand_in("ben", {})
    refused = feedback()
    assert refused.exit_code == 1 and refused.output == (
        "what is handed in now is not what was graded: run nbgrader autograde (1): ben\n"
    )

    broken = classroom.root / "autograded" / "cy" / "toy" / f"{classroom.notebook}.ipynb"
    os.chmod(broken, 0o644)
    broken.write_text("{")
    (classroom.root / "autograded" / "ben" / "toy").rename(classroom.root / "elsewhere")
    failed = feedback("--anyway")
    assert failed.exit_code == 1
    assert "toy' for student 'cy'" in str(failed.exception)
    for student in ("ben", "cy"):
        assert page(classroom, student) is None and zipped(classroom, student) is None
    assert zipped(classroom, "ada") == {name: page(classroom, "ada")}


def test_a_page_is_made_of_what_there_is_whatever_else_fails(classroom, monkeypatch):
    (classroom.root / "reports" / "toy" / "cy.json").write_text("{")
    preprocess = RemoveActiveContent.preprocess

    def fail(self, nb, resources):
        if resources["nbgrader"]["student"] == "ben" and len(nb.cells) > 1:
            raise RecursionError("a notebook of ben's")
        return preprocess(self, nb, resources)

    monkeypatch.setattr(RemoveActiveContent, "preprocess", fail)
    monkeypatch.setattr("autograder.plugins.feedback.gather", without_tests)
    assert feedback("--anyway").exit_code == 0
    cy, ben, ada = (words(page(classroom, student)) for student in ("cy", "ben", "ada"))
    assert "points from the hidden tests" in cy and "ended the Python process" in cy
    assert "10 / 12 points" in ben and "This notebook cannot be shown." in ben
    assert "10 / 12 points" in ada and "3 of 3 points from the hidden tests" in ada


def without_tests(row, nb, exercises, report):
    """Gather what a page says, but raise at ada's Report."""
    if report and report.submission == "ada":
        raise KeyError("something in the Report of ada's")
    return gather(row, nb, exercises, report)
