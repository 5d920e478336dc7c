"""Says which students an instructor should look at before marks go out, and why, in words.

Reads what grading left behind: Reports, graded notebooks and the gradebook; and what was handed in.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from nbgrader.coursedir import CourseDirectory

from ..course.config import Course
from ..gradebook.database import course_directory, open_gradebook
from ..gradebook.graded import read_stamps
from ..intake.modules import Intake
from ..intake.submitted import matched_submissions, released_notebooks, take_in
from ..outcome import attempt, explained
from ..report import Report, latest_version, read_report


class _Reason(NamedTuple):
    """Why to look at a submission.

    Attributes:
        text: why, in words.
        unsettled: whether grading it, by nbgrader autograde or by hand, settles it; the rest is
            only to be known, such as a crash or a notebook that was repaired.
    """

    text: str
    unsettled: bool = False


_NOT_HANDED_IN = _Reason("nothing was handed in")
_NOT_GRADED = _Reason("not graded to the end: run nbgrader autograde", unsettled=True)
_CHANGED = _Reason(
    "what is handed in now is not what was graded: run nbgrader autograde", unsettled=True
)
_OTHER_TESTS = _Reason(
    "marked by other tests than those graded last: run autograder regrade --apply", unsettled=True
)
_NO_TIME = _Reason("when it was handed in is not known, so neither is whether it was late")
_NOT_RUN = _Reason("the notebook was not re-run: its outputs are as handed in")
_BROKEN_TEST = _Reason("a hidden test stopped with an error of its own: see errors in the Report")
_FAILED = {
    "not graded": _Reason("the grader itself failed", unsettled=True),
    "unreadable": _Reason("a module is not Python, or was refused"),
    "crashed": _Reason("the code ended its process"),
    "timeout": _Reason("the code ran out of time"),
    "memory": _Reason("the code ran out of memory"),
}


def needs_a_look(course: Course, assignment: str) -> dict[str, list[str]]:
    """Which students an instructor should look at, and why.

    Returns:
        student -> reasons, a sentence each; students with none are left out.

    Raises:
        CourseError: there is no such assignment, no gradebook that has it, or no release of it.
    """
    return _texts(_reasons(course, assignment))


def unsettled(course: Course, assignment: str) -> dict[str, list[str]]:
    """Those who need a look that ends when they are graded, by nbgrader autograde or by hand.

    Returns:
        student -> all there is to look at, as needs_a_look has it.

    Raises:
        CourseError: as needs_a_look.
    """
    reasons = _reasons(course, assignment)
    return _texts(
        {
            student: why
            for student, why in reasons.items()
            if any(reason.unsettled for reason in why)
        }
    )


def _texts(reasons: dict[str, list[_Reason]]) -> dict[str, list[str]]:
    return {student: [reason.text for reason in why] for student, why in reasons.items() if why}


def _reasons(course: Course, assignment: str) -> dict[str, list[_Reason]]:
    course.check_assignment(assignment)
    directory = course_directory(course, assignment)
    handed_in = matched_submissions(directory, logging.getLogger("autograder.attention"))
    with open_gradebook(directory) as gradebook:
        students = {student.id for student in gradebook.students}
        recorded = {
            submission.student.id: [*_untimed(submission), *_to_grade(submission)]
            for submission in gradebook.assignment_submissions(assignment)
        }
    freshness = _Freshness(course, directory)
    folder = course.reports(assignment)
    everybody = sorted(students | handed_in.keys())
    reports = {student: report for student in everybody if (report := read_report(folder, student))}
    latest = latest_version(folder, reports)
    reasons = {}

    def look(student):
        report = reports.get(student)
        why = list(_about(report)) if report else []
        if student in handed_in:
            why += [_OTHER_TESTS] if report and latest not in (None, report.version) else []
            why += freshness.check(student, handed_in[student]) if report else [_NOT_GRADED]
        elif student not in recorded:
            why = [_NOT_HANDED_IN]
        return why

    for student in everybody:
        why = attempt(partial(look, student), _not_looked_at)
        reasons[student] = why + recorded.get(student, [])
    return reasons


def _not_looked_at(error: Exception) -> list[_Reason]:
    return [_Reason(explained(error)[0], unsettled=True)]


def _untimed(submission) -> Iterator[_Reason]:
    if submission.duedate and not submission.timestamp:
        yield _NO_TIME


def _to_grade(submission) -> Iterator[_Reason]:
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            if grade.needs_manual_grade and grade.manual_score is not None:
                yield _Reason(f"{grade.name} was graded by hand and has changed since", True)
            elif grade.needs_manual_grade:
                yield _Reason(f"{grade.name} is to be graded by hand", True)


def _about(report: Report) -> Iterator[_Reason]:
    for failure in dict.fromkeys([report.status, *report.failures]):
        if failure in _FAILED:
            yield _FAILED[failure]
    if report.errors and report.tests:
        yield _BROKEN_TEST
    for function in report.unexplained:
        yield _Reason(f"{function} is wrong in a way that no known mistake explains")
    yield from map(_Reason, report.notes)


class _Freshness:
    """Tells whether what is handed in now is what was graded, as nbgrader autograde tells it."""

    def __init__(self, course: Course, directory: CourseDirectory):
        self._directory = directory
        self._intake = Intake(course, directory.assignment_id)
        self._released = released_notebooks(self._intake.release)

    def check(self, student: str, source: Path) -> Iterator[_Reason]:
        stamps = read_stamps(self._directory, student, [path.name for path in self._released])
        if not all(stamps):
            yield _NOT_GRADED
        elif not take_in(self._intake, self._released, source, student).is_what_was_graded(stamps):
            yield _CHANGED
        elif not all(stamp["executed"] for stamp in stamps):
            yield _NOT_RUN
