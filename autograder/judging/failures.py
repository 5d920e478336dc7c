"""Why a hidden test failed: what its student reads, and whether the test itself is to blame."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import NamedTuple

from ..student.remote import StudentError
from ..student.submission import Submission
from ..text import clean

_STUDENT = Path(__file__).parents[1] / "student"  # what asks a submission


class Failure(NamedTuple):
    """A failed test.

    Attributes:
        message: for the student: never a traceback, never a hidden value.
        cause: for the instructor: an exception inside the test, and where; often empty.
        is_the_tests: whether no submission can have caused it.
    """

    message: str
    cause: str = ""
    is_the_tests: bool = False


def explain_failure(error: BaseException, test: Path, submission: Submission) -> Failure:
    """What is to be said of what a hidden test raised.

    Args:
        error: that.
        test: the file the test is in.
        submission: what it asked.
    """
    call = submission.last_call
    if isinstance(error, StudentError):
        return Failure(f"{error}" if not call else f"{error}\nThe call: {call}")
    if isinstance(error, AssertionError):
        return Failure(f"{clean(str(error), 1000)}\nThe last call: {call}")
    frames = traceback.extract_tb(error.__traceback__)
    folders = {Path(frame.filename).parent for frame in frames}
    lines = [frame for frame in frames if Path(frame.filename).parent == test.parent]
    where = f"{lines[-1].filename}:{lines[-1].lineno}" if lines else f"{test}"
    cause = f"{type(error).__name__} at {where}: {clean(str(error))}"
    # No value is behind a name that is not there, nor behind what came before anything was asked.
    is_the_tests = isinstance(error, NameError | ImportError) or not submission.used
    message = f"cannot use what {call} returned: {submission.last_result}"
    return Failure(message, cause, is_the_tests and _STUDENT not in folders)
