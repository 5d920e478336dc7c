"""One run of `nbgrader autograde` over a class, as the exporter and its preprocessors share it.

nbgrader goes through the class one by one; by then other processes have graded the modules and run
the notebooks, or are about to.
"""

from __future__ import annotations

from concurrent.futures import Future
from fnmatch import fnmatch
from functools import partial
from logging import Logger
from pathlib import Path

import nbformat
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import rmtree
from sqlalchemy.exc import DatabaseError

from ..course.config import Course
from ..files import lay_out
from ..gradebook.database import check_writable, prepare_process
from ..gradebook.graded import read_stamps
from ..grading.run import GradingRun
from ..grading.task import Task
from ..intake.submitted import matched_submissions, released_notebooks, take_in
from ..outcome import attempt
from ..report import Report, read_report, version
from .watch import Watch


class NotGradedError(Exception):
    """There is a Report of a submission, and it says that nothing is known of it."""


class ClassRun:
    """Takes a class's submissions in, has them evaluated, and hands out what came of each.

    Attributes:
        gradebook: nbgrader's, open for the whole run.
        run: what evaluates.
    """

    def __init__(
        self,
        course: Course,
        directory: CourseDirectory,
        log: Logger,
        force: bool,
        limits: dict[str, int] | None,
        watch: Watch | None,
    ):
        """Start; nothing is taken in yet.

        Args:
            course: the course.
            directory: its folders, with the assignment in it.
            log: for the instructor.
            force: whether to evaluate what was evaluated before.
            limits: what bounds a notebook, see SandboxedExecute; None if none is to be run.
            watch: shows the run in a terminal; None where nobody watches.

        Raises:
            CourseError: the course, the release or the gradebook are not in order.
            SandboxError: student code cannot be confined here.
            OSError: this machine lacks something.
        """
        self._directory, self._log, self._force, self._limits = directory, log, force, limits
        self._watch = watch
        prepare_process()
        check_writable(directory.db_url)
        self.run = GradingRun(course, directory.assignment_id)
        self._assignment = course.assignments[directory.assignment_id]
        self._released = released_notebooks(self.run.grader.intake.release)
        self.run.back_up(directory.db_url)
        # One for all students: what SQLAlchemy has made of a query, it keeps with the connection.
        self.gradebook = Gradebook(directory.db_url, directory.course_id)
        self._digests: dict[str, str] = {}  # of all that was taken in of a student, notebooks too
        self._elsewhere: dict[str, dict[str, str]] = {}  # see TakenIn
        self._tasks: dict[str, Task] = {}
        self._reports: dict[str, Future] = {}
        self._runs: dict[tuple[str, str], tuple[list[str], Future]] = {}
        self._done = 0

    def close(self) -> None:
        """Stop, show what came of the run, and let go of the gradebook."""
        self.run.close()
        if self._watch is not None:
            self._show(self._watch)
        self.gradebook.close()

    def _show(self, watch):
        try:
            self.gradebook.db.rollback()  # what a student's failure may have left
            watch.end(self._assignment, self.gradebook, self.run.batch.summary())
        except DatabaseError as error:
            self._log.error("the marks cannot be shown: %s", error.orig)

    def take_all_in(self, staging: CourseDirectory) -> dict[str, list[str]]:
        """Take in whoever has handed something in.

        Args:
            staging: the course's folders, but for an empty one to lay submissions out in.

        Returns:
            The notebooks to convert, by the student's folder.
        """
        found = {}
        for student, source in matched_submissions(self._directory, self._log).items():
            folder = Path(
                staging.format_path(
                    staging.submitted_directory, student, self._directory.assignment_id
                )
            )
            notebooks = attempt(
                partial(self._take_in, student, source, folder),
                partial(self._not_taken_in, student, folder),
            )
            found[str(folder)] = [str(notebook) for notebook in notebooks]
        self._warn_of_other_tests()
        if self._watch is not None:
            self._watch.start(len(self._reports))
        return found

    def _take_in(self, student, source, folder):
        """Take in one submission; its notebooks that nbgrader is to convert."""
        taken = take_in(self.run.grader.intake, self._released, source, student)
        lay_out({**taken.staged.files, **taken.files}, folder)
        notebooks = {
            folder / name: nb
            for name, nb in taken.notebooks.items()
            if fnmatch(Path(name).stem, self._directory.notebook_id)
        }
        self._digests[student], self._elsewhere[student] = taken.digest, taken.elsewhere
        graded = self._folder(self._directory.autograded_directory, student)
        stamps = read_stamps(self._directory, student, [path.name for path in notebooks])
        if graded.exists() and not taken.is_what_was_graded(stamps):
            self._log.info("%s handed in anew, or was not graded to the end", student)
            rmtree(str(graded))
        self._tasks[student] = Task.of(taken.staged, self.run.grader)
        if self._force or not graded.exists():
            self._start(student, notebooks)
        return list(notebooks)

    def _not_taken_in(self, student, folder, error):
        """Have nbgrader come to a submission that could not be taken in, and find its Report."""
        self._reports[student] = self.run.batch.submit(self.run.not_graded(student, error))
        self._tasks.pop(student, None)
        graded = self._folder(self._directory.autograded_directory, student)
        if graded.exists():
            rmtree(str(graded))
        # A notebook that were missing nbgrader would give 0.
        notebooks = {path.name: b"" for path in self._released}
        lay_out(notebooks, folder)
        return [folder / name for name in notebooks]

    def _folder(self, step: str, student: str) -> Path:
        directory = self._directory
        return Path(directory.format_path(step, student, directory.assignment_id))

    def _start(self, student, notebooks):
        """Have a submission graded and its notebooks run, in the order nbgrader will ask."""
        task = self._tasks[student]
        self._reports[student] = self.run.batch.submit(task, fresh=self._force)
        if self._limits is not None:
            for path, nb in notebooks.items():
                self._runs[student, path.stem] = self._run_task(task, nb)

    def _run_task(self, task, nb) -> tuple[list[str], Future]:
        """A notebook being run, and what its cells hold."""
        content = nbformat.writes(nb).encode()
        future = self.run.batch.submit(task._replace(notebook=content, kernel_limits=self._limits))
        return [cell.source for cell in nb.cells], future

    def _warn_of_other_tests(self):
        """Say whose marks, of those this run leaves alone, are by other tests than this run's."""
        now, others = version(self.run.grader.hashes), []
        for student in sorted(path.stem for path in self.run.folder.glob("*.json")):
            handed_in = self._folder(self._directory.submitted_directory, student)
            if student not in self._reports and handed_in.is_dir():
                report = read_report(self.run.folder, student)
                others += [student] if report and report.version != now else []
        if others:
            self._log.warning(
                "the tests or the course have changed since %d were marked (%s): mark all by one "
                "version with autograder regrade %s --apply",
                len(others), ", ".join(others), self._directory.assignment_id,
            )  # fmt: skip

    def was_taken_in(self, student: str) -> bool:
        """Whether there is anything to grade."""
        return student in self._tasks

    def run_notebook(self, student: str, name: str, nb: NotebookNode) -> NotebookNode | None:
        """A student's notebook as it ran in the sandbox; None if it could not be run."""
        sources, future = self._runs.pop((student, name), ([], None))
        if future is None or sources != [cell.source for cell in nb.cells]:
            _, future = self._run_task(self._tasks[student], nb)
        ran = future.result()
        return nbformat.reads(ran.decode(), as_version=4) if ran else None

    def stamp(self, student: str) -> dict[str, str]:
        """What shows of a notebook that this submission was graded to its end."""
        return {"submission": self._digests[student]}

    def answers_elsewhere(self, student: str, name: str) -> str:
        """What identifies where else in a notebook answers may stand; see TakenIn."""
        return self._elsewhere[student][name]

    def tell(self, report: Report) -> None:
        """Show what came of a submission, in place of what was shown before."""
        if self._watch is not None:
            self._watch.tell(report)

    def grade(self, student: str) -> Report:
        """What the student's modules earn.

        Raises:
            NotGradedError: nobody knows; nbgrader leaves it ungraded, the next run takes it up.
        """
        if student not in self._reports:
            self._reports[student] = self.run.batch.submit(self._tasks[student])
        report = self._reports[student].result()
        self._done += 1
        self._log.info(
            "%d/%d %s: %g of %g, %s, %.1f s",
            self._done, len(self._reports),
            student, report.score, report.max_score, report.status, report.seconds,
        )  # fmt: skip
        if self._done == len(self._reports):
            self._log.info("%s", self.run.batch.summary())
        self.tell(report)
        if not report.tests:
            raise NotGradedError(report)
        return report
