"""What an instructor sees of `nbgrader autograde`: how far it is, what was earned, what comes next.

nbgrader logs a dozen lines for every student, in which marks are lost.
"""

from __future__ import annotations

import copy
import logging
import sys
from collections.abc import Callable
from contextlib import ExitStack

from nbgrader.api import Gradebook
from rich.text import Text

from ..course.assignment import Assignment
from ..gradebook.database import marks, penalty, total
from ..report import Report
from ..terminal import Row, console, print_marks, progress_of

_NOT_GRADED = "not graded"  # the status of a Report


class _WithoutFrames(logging.Formatter):
    """Shows of a traceback, which nbgrader logs as a message, only what was raised."""

    def __init__(self, formatter: logging.Formatter | None):
        super().__init__()
        self._formatter = formatter or logging.Formatter()

    def format(self, record):
        message = record.getMessage()
        if message.startswith("Traceback "):
            record = copy.copy(record)  # a log file gets all of it
            last = message.rpartition("\n  File ")[2].splitlines()[1:]
            record.msg = next((line for line in last if line[:1].strip()), message)
            record.args = ()
        return self._formatter.format(record)


class Watch:
    """Shows a run of grading in the terminal."""

    def __init__(self, log: logging.Logger, quiet: bool):
        """Begin.

        Args:
            log: nbgrader's.
            quiet: whether to show none of its lines but warnings, and errors without where they
                were raised; --debug shows all.
        """
        self._handlers = [
            handler
            for handler in log.handlers
            if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stderr
        ]
        self._quiet = quiet and all(each.level >= logging.INFO for each in self._handlers)
        self._number: int | None = None  # to grade
        self._statuses: dict[str, str] = {}  # student -> how it ended
        self._open = ExitStack()
        self._advance: Callable[[int], None] | None = None
        if self._quiet:
            for handler in self._handlers:
                handler.setLevel(max(handler.level, logging.WARNING))
                handler.setFormatter(_WithoutFrames(handler.formatter))

    def start(self, number: int) -> None:
        """Say how many there are to grade."""
        self._number = number
        if self._quiet and number:
            self._advance = self._open.enter_context(progress_of("grading", number))
            for handler in self._handlers:  # a bar takes the place of stderr, to stay below it
                handler.setStream(sys.stderr)

    def tell(self, report: Report) -> None:
        """Take in what came of one of them, in place of what was told before."""
        new = report.submission not in self._statuses
        self._statuses[report.submission] = report.status
        if new and self._advance is not None:
            self._advance(sum(each != "graded" for each in self._statuses.values()))

    def end(self, assignment: Assignment, gradebook: Gradebook, summary: str) -> None:
        """Print what everybody earned who was graded, and the command that comes next."""
        self._open.close()
        for handler in self._handlers:
            handler.setStream(sys.stderr)
        if self._number is None:  # the run has not come so far
            return
        name = assignment.name
        rows = [_row(*each, name, gradebook) for each in self._statuses.items()]
        if rows:
            print_marks(assignment.exercises, rows)
            console.print(Text(summary), soft_wrap=True)
        elif not self._number:
            console.print("nothing is new: whatever was handed in is graded")
        if len(rows) < self._number or _NOT_GRADED in self._statuses.values():
            after = f"nbgrader autograde {name}, which takes up what is not graded"
        else:
            after = f"autograder report {name}"
            if any(None in earned.values() for _, earned, _, _ in rows):
                after += f", then autograder read {name}"
        console.print(Text(f"next: {after}"), soft_wrap=True)


def _row(student: str, status: str, assignment: str, gradebook: Gradebook) -> Row:
    if status == _NOT_GRADED:
        return student, {}, "", status
    submission = gradebook.find_submission(assignment, student)
    if late := penalty(submission):
        status += f", {late:g} off for being late"
    earned = f"{total(submission):g} / {submission.max_score:g}"
    return student, marks(submission), earned, status
