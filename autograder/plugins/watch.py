"""What an instructor sees of `nbgrader autograde`: how far it is, what was earned, what comes next.

nbgrader logs a dozen lines for every student, in which marks are lost.
"""

from __future__ import annotations

import copy
import logging
import re
import sys
from collections.abc import Callable
from contextlib import ExitStack

from nbgrader.api import Gradebook
from rich.text import Text

from ..course.assignment import Assignment
from ..gradebook.database import marks, penalty, total
from ..report import Report
from ..terminal import Row, console, print_marks, progress_of


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
            record.msg = next(filter(re.compile(r"\S").match, last), message)
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
        self._reports: dict[str, Report] = {}
        self._open = ExitStack()
        self._advance: Callable[[int], None] | None = None
        if self._quiet:
            for handler in self._handlers:
                handler.setLevel(max(handler.level, logging.WARNING))
                handler.setFormatter(_WithoutFrames(handler.formatter))

    def start(self, number: int) -> None:
        """Say how many there are to grade."""
        if self._quiet and number:
            self._advance = self._open.enter_context(progress_of("grading", number))
            for handler in self._handlers:  # a bar takes the place of stderr, to stay below it
                handler.setStream(sys.stderr)

    def tell(self, report: Report) -> None:
        """Take in what came of one of them, in place of what was told before."""
        new = report.submission not in self._reports
        self._reports[report.submission] = report
        if new and self._advance is not None:
            self._advance(sum(each.status != "graded" for each in self._reports.values()))

    def end(self, assignment: Assignment, gradebook: Gradebook, summary: str) -> None:
        """Print what everybody earned who was graded, and the command that comes next."""
        self._open.close()
        for handler in self._handlers:
            handler.setStream(sys.stderr)
        rows = [_row(each, assignment.name, gradebook) for each in self._reports.values()]
        if rows:
            print_marks(assignment.exercises, rows)
            console.print(Text(summary), soft_wrap=True)
        else:
            console.print("nothing is new: whatever was handed in is graded")
        if any(not report.tests for report in self._reports.values()):
            after = f"nbgrader autograde {assignment.name}, which takes up what could not be graded"
        else:
            after = f"autograder report {assignment.name}"
            if any(None in earned.values() for _, earned, _, _ in rows):
                after += f", then autograder read {assignment.name}"
        console.print(Text(f"next: {after}"), soft_wrap=True)


def _row(report: Report, assignment: str, gradebook: Gradebook) -> Row:
    if not report.tests:
        return report.submission, {}, "", report.status
    submission = gradebook.find_submission(assignment, report.submission)
    late = penalty(submission)
    status = report.status + (f", {late:g} off for being late" if late else "")
    earned = f"{total(submission):g} / {submission.max_score:g}"
    return report.submission, marks(submission), earned, status
