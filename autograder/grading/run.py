"""One run of grading: what `autograder grade`, `regrade` and `nbgrader autograde` share.

A run has a seed, a grader, the processes that evaluate and a name: under that, backups of the
gradebook and Reports that were replaced are kept.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

from ..course.config import Course
from ..outcome import explained, not_graded
from ..report import Report, new_run, read_report, write_report
from .grader import Grader
from .pool import Batch


class GradingRun:
    """Grades submissions to one assignment, all on inputs drawn from one seed.

    Attributes:
        name: when it began.
        folder: where the assignment's Reports are kept.
        grader: makes tasks of submissions.
        batch: evaluates them.
    """

    def __init__(self, course: Course, assignment: str, seed: int | None = None, **options):
        """Prove the sandbox and start; nothing is evaluated before it is submitted.

        Args:
            course, assignment: what is graded.
            seed: of the hidden inputs; None is that of the grading campaign.
            options: further arguments of Batch.

        Raises:
            CourseError: the assignment, its release or its hidden tests are not in order, or there
                is no such cluster.
            SandboxError: student code cannot be confined here.
        """
        course.check_assignment(assignment)
        self.name, self.folder = new_run(), course.reports(assignment)
        seed = course.campaign_seed(assignment) if seed is None else seed
        with contextlib.ExitStack() as stack:
            self.grader = stack.enter_context(Grader(course, assignment, seed))
            self.batch = stack.enter_context(Batch(course, assignment, **options))
            self._open = stack.pop_all()

    def __enter__(self) -> GradingRun:
        return self

    def __exit__(self, *exc_info) -> None:
        self.close()

    def close(self) -> None:
        """Stop: what has not been evaluated will not be."""
        self._open.close()

    def not_graded(self, name: str, error: Exception) -> Report:
        """The Report of a submission whose handling raised."""
        return not_graded(name, self.grader, explained(error))

    def earlier_report(self, student: str) -> Report | None:
        """The Report of the last time the student was graded."""
        return read_report(self.folder, student)

    def keep(self, report: Report) -> None:
        """Keep a student's Report, and the one it replaces beside it."""
        write_report(self.folder, report, self.name)

    def back_up(self, db_url: str) -> Path | None:
        """Copy the gradebook before it is written to; see database.back_up."""
        from ..gradebook.database import back_up

        return back_up(db_url, self.name)
