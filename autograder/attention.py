"""Says which students an instructor should look at before marks go out, and why, in words.

Reads what grading left behind: Reports, graded notebooks and the gradebook; and what was handed in.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbgrader.api import Gradebook, MissingEntry
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url

from .course import Course, CourseError
from .hand_in import matched_submissions, released_notebooks, take_in
from .intake import Intake
from .record import STAMP
from .report import Report, read_report

_NOT_HANDED_IN = "nothing was handed in"
_NOT_GRADED = "not graded to the end: run nbgrader autograde"
_CHANGED = "what is handed in now is not what was graded: run nbgrader autograde"
_NOT_RUN = "the notebook was not re-run: its outputs are as handed in"
_BROKEN_TEST = "a hidden test stopped with an error of its own: see errors in the Report"
_FAILED = {
    "not graded": "the grader itself failed",
    "unreadable": "a module is not Python, or was refused",
    "crashed": "the code ended its process",
    "timeout": "the code ran out of time",
    "memory": "the code ran out of memory",
}
GRADE_AGAIN = {_NOT_GRADED, _CHANGED, _FAILED["not graded"]}  # what nbgrader autograde settles


def course_directory(course: Course, assignment: str) -> CourseDirectory:
    """Where nbgrader keeps the assignment, as the course's configuration says."""
    return CourseDirectory(config=course.config, root=course.root, assignment_id=assignment)


@contextmanager
def open_gradebook(directory: CourseDirectory) -> Iterator[Gradebook]:
    """The gradebook that has the directory's assignment; none is made.

    Raises:
        CourseError: there is no gradebook, or it does not know the assignment.
    """
    url, assignment = make_url(directory.db_url), directory.assignment_id
    if url.get_backend_name() == "sqlite" and not Path(url.database).is_file():
        raise CourseError(
            f"there is no gradebook {url.database}: run nbgrader generate_assignment {assignment}"
        )
    with Gradebook(directory.db_url, directory.course_id) as gradebook:
        try:
            gradebook.find_assignment(assignment)
        except MissingEntry as error:
            raise CourseError(
                f"the gradebook has no assignment {assignment!r}: "
                f"run nbgrader generate_assignment {assignment}"
            ) from error
        yield gradebook


def needs_a_look(course: Course, assignment: str) -> dict[str, list[str]]:
    """Which students an instructor should look at, and why.

    Returns:
        student -> reasons, a sentence each; students with none are left out.

    Raises:
        CourseError: there is no such assignment, no gradebook that has it, or no release of it.
    """
    course.check_assignment(assignment)
    directory = course_directory(course, assignment)
    handed_in = matched_submissions(directory, logging.getLogger("autograder.attention"))
    with open_gradebook(directory) as gradebook:
        students = {student.id for student in gradebook.students}
        recorded = {
            submission.student.id: list(_to_grade(submission))
            for submission in gradebook.assignment_submissions(assignment)
        }
    freshness = _Freshness(course, directory)
    reasons = {}
    for student in sorted(students | handed_in.keys()):
        report = read_report(course.reports(assignment), student)
        why = list(_about(report)) if report else []
        if student in handed_in:
            why += freshness.check(student, handed_in[student]) if report else [_NOT_GRADED]
        elif student not in recorded:
            why = [_NOT_HANDED_IN]
        reasons[student] = why + recorded.get(student, [])
    return {student: why for student, why in reasons.items() if why}


def _to_grade(submission) -> Iterator[str]:
    for notebook in submission.notebooks:
        for grade in notebook.grades:
            if grade.needs_manual_grade and grade.manual_score is not None:
                yield f"{grade.name} was graded by hand and has changed since"
            elif grade.needs_manual_grade:
                yield f"{grade.name} is to be graded by hand"


def _about(report: Report) -> Iterator[str]:
    for failure in dict.fromkeys([report.status, *report.failures]):
        if failure in _FAILED:
            yield _FAILED[failure]
    if report.errors and report.tests:
        yield _BROKEN_TEST
    yield from report.notes


class _Freshness:
    """Tells whether what is handed in now is what was graded, as nbgrader autograde tells it."""

    def __init__(self, course: Course, directory: CourseDirectory):
        self._directory = directory
        self._intake = Intake(course, directory.assignment_id)
        self._released = released_notebooks(directory)

    def check(self, student: str, source: Path) -> Iterator[str]:
        directory = self._directory
        graded = directory.format_path(
            directory.autograded_directory, student, directory.assignment_id
        )
        stamps = [_stamp(Path(graded, path.name)) for path in self._released]
        if not all(stamps):
            yield _NOT_GRADED
        elif any(stamp["submission"] != self._digest(student, source) for stamp in stamps):
            yield _CHANGED
        elif not all(stamp["executed"] for stamp in stamps):
            yield _NOT_RUN

    def _digest(self, student: str, source: Path) -> str:
        with TemporaryDirectory(prefix="autograder-") as folder:
            return take_in(self._intake, self._released, source, Path(folder), student).digest


def _stamp(path: Path) -> dict:
    """What a graded notebook says of how it was graded; empty if it was not, to the end."""
    try:
        return nbformat.read(path, as_version=4).metadata.get(STAMP, {})
    except (OSError, ValueError):
        return {}
