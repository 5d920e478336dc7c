"""Grades a class again after a test was mended, and shows who gains or loses what by it.

Nothing a person has entered is touched: manual scores, comments, and what has been reviewed. And
nothing at all is written before it has been shown.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import nbformat

from ..course.config import Course, CourseError
from ..files import write_atomically
from ..gradebook.database import course_directory, open_gradebook
from ..gradebook.graded import STAMP, explain_all, read_stamps, record_score
from ..grading.run import GradingRun
from ..grading.task import Task
from ..intake.submitted import matched_submissions, released_notebooks, take_in
from ..outcome import attempt, explained
from ..report import Report, read_report

PRICES = "prices of known mistakes"  # in place of a test's name


@dataclass(frozen=True)
class Change:
    """What grading again makes of one test of one submission, or of the prices in one cell.

    Attributes:
        student, grade_id, test: whose, in which grade cell, which; PRICES for what their prices
            give beyond the tests.
        before, after: the points it earned and would earn; 0 where there was or is no such test.
        why: the test's message now, empty if it passes; or how prices make the score.
        by_hand: whether a person's score stands in the grade cell, so that the total stays.
    """

    student: str
    grade_id: str
    test: str
    before: float
    after: float
    why: str
    by_hand: bool


class Regrade:
    """A class graded again, on the seed of its campaign.

    Attributes:
        changes: what that would change.
        skipped: students who have handed in anew since; grading them is nbgrader autograde's.
        failed: students who could not be graded again, or whose new marks could not be written,
            and why; the marks they have stay.
    """

    def __init__(self, course: Course, assignment: str, track: Callable[..., Iterable]):
        """Grade every submission that was graded before; nothing is written.

        Args:
            course, assignment: what to grade again.
            track: iterates, and shows how far it has come: (iterable, description=).

        Raises:
            CourseError: there is no such assignment, or nothing of it has been graded.
            SandboxError: student code cannot be confined here.
        """
        course.check_assignment(assignment)
        self._assignment, self._folder = assignment, course.reports(assignment)
        self._directory = course_directory(course, assignment)
        self._reports: list[Report] = []
        self.changes: list[Change] = []
        self.skipped: list[str] = []
        self.failed: dict[str, str] = {}
        log = logging.getLogger("autograder.regrade")
        submissions = matched_submissions(self._directory, log)
        latest = {student: read_report(self._folder, student) for student in submissions}
        graded = {student: report for student, report in latest.items() if report}
        if not graded:
            raise CourseError(
                f"nothing handed in for {assignment} has been graded: "
                f"run nbgrader autograde {assignment}"
            )
        overruled = self._overruled()
        with GradingRun(course, assignment) as self._run:
            self._released = released_notebooks(self._run.grader.intake.release)
            tasks = self._tasks(submissions, graded)
            reports = self._run.batch.run(tasks)
            for report in track(reports, description="grading again", total=len(graded)):
                if not report.tests:
                    self.failed[report.submission] = report.errors[0]
                    continue
                before = graded[report.submission]
                report.answers.update(before.answers)
                self._reports.append(report)
                self.changes += _changes(before, report, overruled.get(report.submission, set()))

    def _overruled(self) -> dict[str, set[str]]:
        """The grade cells that a person has scored: student -> grade_ids."""
        with open_gradebook(self._directory) as gradebook:
            return {
                submission.student.id: {
                    grade.name
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                    if grade.manual_score is not None
                }
                for submission in gradebook.assignment_submissions(self._assignment)
            }

    def _tasks(self, submissions, graded) -> Iterator[Task | Report]:
        for student in graded:
            task = attempt(
                partial(self._task, submissions[student], student),
                partial(self._run.not_graded, student),
            )
            if task is not None:
                yield task

    def _task(self, source, student) -> Task | None:
        taken = take_in(self._run.grader.intake, self._released, source, student)
        names = [path.name for path in self._released]
        if taken.is_what_was_graded(read_stamps(self._directory, student, names)):
            return Task.of(taken.staged, self._run.grader)
        self.skipped.append(student)
        return None

    def save(self) -> Path:
        """Write the changes to a file among the Reports; returns its path."""
        path = self._folder / "runs" / self._run.name / "changes.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        content = [asdict(change) for change in self.changes]
        write_atomically(path, json.dumps(content, indent=1).encode())
        return path

    def apply(self) -> Path | None:
        """Write scores, Reports and explanations; returns where the gradebook was copied before.

        None, if it is no file: the backup of a database server is its own affair.
        """
        backup = self._run.back_up(self._directory.db_url)
        with open_gradebook(self._directory) as gradebook:
            for report in self._reports:
                attempt(
                    partial(self._write, gradebook, report), partial(self._leave, report.submission)
                )
        return backup

    def _leave(self, student: str, error: Exception) -> None:
        """Leave a student the marks they have."""
        self.failed[student] = explained(error)[0]

    def _write(self, gradebook, report: Report) -> None:
        gradebook.db.rollback()  # what another student's failure may have left
        submission = gradebook.find_submission(self._assignment, report.submission)
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                if grade.name in report.grades:
                    record_score(grade, report)
        gradebook.db.commit()
        self._run.keep(report)
        self._explain(report)

    def _explain(self, report: Report) -> None:
        """Renew the explanations in the student's graded notebooks."""
        folder = Path(
            self._directory.format_path(
                self._directory.autograded_directory, report.submission, self._assignment
            )
        )
        for path in folder.glob("*.ipynb"):
            nb = nbformat.read(path, as_version=4)
            if STAMP in nb.metadata:
                explain_all(nb, report)
                write_atomically(path, nbformat.writes(nb).encode())


def _changes(before: Report, after: Report, overruled: set[str]) -> list[Change]:
    old, new = (
        {(test.grade_id, test.name): test for test in report.tests} for report in (before, after)
    )
    changes = []
    for key in dict.fromkeys([*old, *new]):
        earned, would_earn = (
            float(tests[key].points * tests[key].passed) if key in tests else 0.0
            for tests in (old, new)
        )
        if earned != would_earn:
            grade_id, name = key
            why = new[key].message if key in new else "there is no such test any more"
            by_hand = grade_id in overruled
            changes.append(
                Change(before.submission, grade_id, name, earned, would_earn, why, by_hand)
            )
    for grade_id in dict.fromkeys([*before.prices, *after.prices]):
        was, now = (_beyond_tests(report, grade_id) for report in (before, after))
        if was != now:
            why, by_hand = after.reckoning(grade_id), grade_id in overruled
            changes.append(Change(before.submission, grade_id, PRICES, was, now, why, by_hand))
    return changes


def _beyond_tests(report: Report, grade_id: str) -> float:
    grade = report.grades.get(grade_id, {"score": 0.0, "tests": 0.0})
    return grade["score"] - grade["tests"]
