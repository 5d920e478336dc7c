"""What a release has of the engine's: its hand-in script, its README's lists, its self-check."""

import shutil
import subprocess
import sys

import pytest

from autograder.course import Course, CourseError
from autograder.course.handout import handout

NOTEBOOK = {"Lesson.ipynb": b'{"cells": []}'}
README = "# Lesson\n\n<!-- exercises -->\n\nHand in <!-- hand in -->.\n"


@pytest.fixture
def lesson(copy_of_course, describe):
    """A second assignment, as far as the handout of it goes."""
    describe(copy_of_course, "lesson", 9, ["nndl/layers.py", "nndl/optim.py"])
    folder = copy_of_course / "source" / "lesson"
    (folder / "README.md").write_text(README)
    (folder / "requirements.txt").write_text("numpy\n")
    return folder


def test_what_is_to_be_handed_in_is_said_once(lesson):
    files = handout(Course.load(lesson.parents[1]), "lesson", NOTEBOOK)
    script = {}
    exec(files["hand_in.py"], {"__name__": "hand_in", "__file__": str(lesson / "x.py")}, script)
    assert script["REQUIRED"] == ["Lesson.ipynb", "nndl/layers.py", "nndl/optim.py"]
    assert script["ARCHIVE"].name == "lesson.zip"
    readme = files["README.md"].decode()
    assert "| 1 all | 1 | the library |\n" in readme
    assert "Hand in `Lesson.ipynb`, `nndl/layers.py` and `nndl/optim.py`.\n" in readme


def test_a_readme_is_the_author_s_to_write_or_to_leave(lesson):
    (lesson / "README.md").unlink()
    assert "README.md" not in handout(Course.load(lesson.parents[1]), "lesson", NOTEBOOK)


def test_an_assignment_without_requirements_is_not_released(lesson):
    (lesson / "requirements.txt").unlink()
    with pytest.raises(CourseError, match=r"no source/lesson/requirements\.txt: it must list what"):
        handout(Course.load(lesson.parents[1]), "lesson", NOTEBOOK)


def test_no_assignment_keeps_a_copy_of_what_the_engine_hands_out(course):
    for name in course.assignments:
        own = set(handout(course, name, NOTEBOOK)) - {"README.md"}
        assert not [file for file in own if (course.source(name) / file).exists()]


def test_what_pytest_reads_is_released_and_never_lies_beside_a_submission(
    grader, submission, reference
):
    release = grader.intake.release
    names = {"conftest.py", "pytest.ini", "hand_in.py"}
    assert names < set(release.files)
    assert not names & set(release.library)
    with grader.files(grader.intake.stage(submission(reference), "ada")) as files:
        assert set(files) == {"nndl", "self_check.py", "tools", "utils"}


def test_the_instructor_s_notebook_checks_as_a_student_s_does(copy_of_course):
    # In a folder where neither the library nor self_check.py is.
    folder = copy_of_course / "source" / "batchnorm"
    shutil.rmtree(copy_of_course / "release")
    script = (
        "from autograder.course.handout import as_released; as_released()\n"
        "from self_check import self_check; print(self_check())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, capture_output=True, text=True
    )
    assert done.stdout.count(": passing") == 4, done.stdout + done.stderr
