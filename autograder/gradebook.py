"""nbgrader's gradebook of a course: where it is, and what more than one place reads from it."""

from __future__ import annotations

import os
import sysconfig
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from nbgrader.api import Gradebook, MissingEntry, SubmittedAssignment
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url

from .course import Course, CourseError

_DIGITS = (
    6  # of marks, after the point: what is beyond is a float's noise, as in 19.400000000000002
)

# It makes a new gradebook with `alembic`, which it finds only if its environment is on the PATH.
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ.get("PATH", "")])


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


def penalty(submission: SubmittedAssignment) -> float:
    """The points that being late cost, over all notebooks."""
    return round(submission.late_submission_penalty, _DIGITS)


def total(submission: SubmittedAssignment) -> float:
    """What a submission earned, by tests and by hand, without what being late cost."""
    return max(0.0, round(submission.score - penalty(submission), _DIGITS))
