"""What `nbgrader autograde` shows: marks and what comes next, and not each step on the way."""

import json
import logging
import subprocess
import sys
import traceback

import pytest

from autograder.plugins.watch import _WithoutFrames
from tests.helpers import write_answer

LONG = "a-student-with-an-extraordinarily-long-identifier-2026"
STEP = "Converting notebook"
API = """
import json
from nbgrader.apps.api import NbGraderAPI
from traitlets.config import PyFileConfigLoader
config = PyFileConfigLoader("nbgrader_config.py").load_config()
print(json.dumps(NbGraderAPI(config=config).autograde("toy", "bo", force=True)))
"""


def raised():
    """What nbgrader logs of an error that has a cause, and a message of two lines."""
    try:
        try:
            raise KeyError("cause")
        except KeyError as error:
            raise ValueError("database is locked\n[SQL: SELECT 1]") from error
    except ValueError:
        return traceback.format_exc()


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        (raised(), "ERROR ValueError: database is locked"),
        ("File x: 100 %\n  and more", "ERROR File x: 100 %\n  and more"),
        ("Traceback of mine", "ERROR Traceback of mine"),
    ],
)
def test_of_an_error_only_what_was_raised_is_shown_and_a_log_file_has_all(message, shown):
    record = logging.LogRecord("nbgrader", logging.ERROR, "", 1, message, (), None)
    short = _WithoutFrames(logging.Formatter("%(levelname)s %(message)s"))
    assert short.format(record) == shown
    assert record.getMessage() == message


@pytest.fixture(scope="module")
def classroom(make_classroom, reference):
    """A class that was graded, and what was said."""
    classroom = make_classroom()
    write_answer(classroom.hand_in(LONG, reference), "Because.")
    classroom.hand_in("bo", {})
    classroom.hand_in("cy", {})
    (classroom.root / "submitted/cy/toy/nndl/layers.py").unlink()
    classroom.said = classroom.nbgrader("autograde", "toy", "--no-execute").splitlines()
    return classroom


def test_a_run_ends_in_the_marks_by_exercise_and_the_next_command(classroom):
    assert classroom.said[:10] == [
        f"{'student':54}  1  2  3  4       total    status",
        f"{LONG}  3  5  2  unread  10 / 12  graded",
        f"{'bo':54}  0  0  0  0       0 / 12   graded",
        f"{'cy':54}  0  0  0  0       0 / 12   missing",
        "1: Forward pass, 3 points",
        "2: Backward pass, 5 points",
        "3: A net, 2 points",
        "4: What it is good for, 2 points",
        classroom.said[8],
        "next: autograder report toy, then autograder read toy",
    ]
    assert classroom.said[8].startswith("2 graded, 1 missing; ")
    assert classroom.said[10:] == [
        "grading: 1 of 3", "grading: 2 of 3", "grading: 3 of 3, 1 failed"
    ]  # fmt: skip


def test_where_nothing_is_new_no_marks_are_repeated(classroom):
    assert classroom.nbgrader("autograde", "toy", "--no-execute").splitlines() == [
        "nothing is new: whatever was handed in is graded",
        "next: autograder report toy",
    ]


def test_what_nbgrader_logs_comes_back_when_asked_for_and_a_warning_was_never_away(classroom):
    run = ("autograde", "toy", "--no-execute", "--student=bo", "--force")
    quiet = classroom.nbgrader(*run)
    assert "WARNING] Removing existing assignment" in quiet
    assert STEP not in quiet
    for option in "--SubmissionExporter.log_steps=True", "--debug":
        loud = classroom.nbgrader(*run, option)
        assert STEP in loud
        assert "1/1 bo: 0 of 10, graded" in loud
        assert "next: autograder report toy" in loud


def test_formgrader_gets_all_that_nbgrader_logs_and_prints_nothing(classroom):
    command = [sys.executable, "-c", API]
    done = subprocess.run(
        command, cwd=classroom.root, capture_output=True, text=True, timeout=900, check=True
    )
    result = json.loads(done.stdout)
    assert result["success"], result
    assert STEP in result["log"]
    assert "1/1 bo: 0 of 10, graded" in result["log"]
