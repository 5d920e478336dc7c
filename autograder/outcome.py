"""One submission, one outcome: whatever its handling raises is its own, and never the run's end.

All that is done for one submission after another goes through attempt, in every command. What is
wrong with the course or the sandbox concerns all of them and ends the run: no marks without it.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from typing import Protocol, TypeVar

from .report import Report
from .text import clean

_Result = TypeVar("_Result")
_Instead = TypeVar("_Instead")
_MOST = 4_000  # characters of a traceback; what raised comes last
_MOST_OF_ONE = 1_500  # of a frame in it, or of the message


class RunEndsError(Exception):
    """What is wrong with the course or the machine, for every submission; the message says how."""


class Graded(Protocol):
    """What a submission is graded for: a Grader or a Task."""

    @property
    def assignment(self) -> str: ...
    @property
    def seed(self) -> int: ...
    @property
    def hashes(self) -> dict[str, str]: ...


def attempt(
    work: Callable[[], _Result], failed: Callable[[Exception], _Instead]
) -> _Result | _Instead:
    """Do what concerns one submission alone.

    Args:
        work: does it.
        failed: what comes of it instead, when anything is raised.

    Raises:
        RunEndsError: work did, and would for every other.
    """
    try:
        return work()
    except RunEndsError:
        raise
    except Exception as error:  # a mistake of ours, or of a library, that one submission has met
        return failed(error)


def explained(error: Exception) -> list[str]:
    """What was raised while a submission was handled, for the instructor: a sentence, and where."""
    what = " ".join(clean(f"{type(error).__name__}: {error}", 300).split())
    pieces = (clean(piece, _MOST_OF_ONE) for piece in traceback.format_exception(error))
    where = "".join(pieces)[-_MOST:]
    return [f"the grader itself failed at this submission: {what}", where]


def not_graded(name: str, what_for: Graded, errors: list[str]) -> Report:
    """The Report of a submission of which nothing is known.

    Args:
        name: what it is called.
        what_for: what it was to be graded for.
        errors: why it was not, as explained says it.
    """
    return Report(
        submission=name,
        assignment=what_for.assignment,
        status="not graded",
        tests=[],
        seed=what_for.seed,
        sandbox="",
        seconds=0.0,
        errors=errors,
        hashes=what_for.hashes,
    )
