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
from ..gradebook.database import course_directory, open_gradebook, waiting
from ..gradebook.graded import read_stamps
from ..intake.modules import Intake
from ..intake.submitted import matched_submissions, released_notebooks, take_in
from ..outcome import attempt, explained
from ..report import Report, latest_version, read_report


class Reason(NamedTuple):
    """Why to look at a submission.

    Attributes:
        text: why, in words.
        unsettled: whether grading it, by nbgrader autograde or by hand, settles it; the rest is
            only to be known, such as a crash or a notebook that was repaired.
    """

    text: str
    unsettled: bool = False


_NOT_HANDED_IN = Reason("nothing was handed in")
_NOT_GRADED = Reason("not graded to the end: run nbgrader autograde", unsettled=True)
_CHANGED = Reason(
    "what is handed in now is not what was graded: run nbgrader autograde", unsettled=True
)
_OTHER_TESTS = Reason(
    "marked by other tests than those graded last: run autograder regrade --apply", unsettled=True
)
_NO_TIME = Reason("when it was handed in is not known, so neither is whether it was late")
_BROKEN_TEST = Reason("a hidden test stopped with an error of its own: see errors in the Report")
_FAILED = {
    "not graded": Reason("the grader itself failed", unsettled=True),
    "unreadable": Reason("a module is not Python, or was refused"),
    "crashed": Reason("the code ended its process"),
    "timeout": Reason("the code ran out of time"),
    "memory": Reason("the code ran out of memory"),
}


def unsettled(course: Course, assignment: str) -> dict[str, list[str]]:
    """What ends when it is graded, by nbgrader autograde or by hand.

    Returns:
        why -> the students, what is rare first.

    Raises:
        CourseError: as needs_a_look.
    """
    reasons = by_reason(needs_a_look(course, assignment))
    return {reason.text: students for reason, students in reasons.items() if reason.unsettled}


def by_reason(attention: dict[str, list[Reason]]) -> dict[Reason, list[str]]:
    """Why to look at what was handed in -> at whose: what is unsettled first, then what is rare."""
    found: dict[Reason, list[str]] = {}
    for student, reasons in attention.items():
        for reason in reasons:
            found.setdefault(reason, []).append(student)
    order = sorted(found.items(), key=lambda each: (not each[0].unsettled, len(each[1])))
    return dict(order)


def needs_a_look(course: Course, assignment: str) -> dict[str, list[Reason]]:
    """Which students an instructor should look at, and why.

    Returns:
        student -> reasons; students with none are left out.

    Raises:
        CourseError: there is no such assignment, no gradebook that has it, or no release of it.
    """
    course.check_assignment(assignment)
    titles = course.assignments[assignment].titles
    directory = course_directory(course, assignment)
    handed_in = matched_submissions(directory, logging.getLogger("autograder.attention"))
    with open_gradebook(directory) as gradebook:
        students = {student.id for student in gradebook.students}
        recorded = {
            submission.student.id: [*_untimed(submission), *_to_grade(submission, titles)]
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
    return {student: why for student, why in reasons.items() if why}


def _not_looked_at(error: Exception) -> list[Reason]:
    return [Reason(explained(error)[0], unsettled=True)]


def _untimed(submission) -> Iterator[Reason]:
    if submission.duedate and not submission.timestamp:
        yield _NO_TIME


def _to_grade(submission, titles) -> Iterator[Reason]:
    for grade in waiting(submission):
        title = titles.get(grade.name, grade.name)
        if grade.manual_score is None:
            yield Reason(f"{title!r} is to be graded by hand", unsettled=True)
        else:
            yield Reason(f"{title!r} was graded by hand and has changed since", unsettled=True)


def _about(report: Report) -> Iterator[Reason]:
    for failure in dict.fromkeys([report.status, *report.failures]):
        if failure in _FAILED:
            yield _FAILED[failure]
    if report.errors and report.tests:
        yield _BROKEN_TEST
    yield from map(Reason, report.notes)


class _Freshness:
    """Tells whether what is handed in now is what was graded, as nbgrader autograde tells it."""

    def __init__(self, course: Course, directory: CourseDirectory):
        self._directory = directory
        self._intake = Intake(course, directory.assignment_id)
        self._released = released_notebooks(self._intake.release)

    def check(self, student: str, source: Path) -> Iterator[Reason]:
        stamps = read_stamps(self._directory, student, [path.name for path in self._released])
        if not all(stamps):
            yield _NOT_GRADED
        elif not take_in(self._intake, self._released, source, student).is_what_was_graded(stamps):
            yield _CHANGED
