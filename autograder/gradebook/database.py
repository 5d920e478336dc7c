"""nbgrader's gradebook of a course: where it is, and what more than one place reads from it."""

from __future__ import annotations

import os
import sqlite3
import sysconfig
import warnings
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from nbgrader.api import BaseCell, Grade, Gradebook, MissingEntry, Student, SubmittedAssignment
from nbgrader.coursedir import CourseDirectory
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, SAWarning

from ..course.assignment import Assignment
from ..course.config import Course, CourseError
from ..text import clean

_BACKUPS = 5  # of the gradebook
DIGITS = 6  # of marks, after the point: beyond is a float's noise, as in 19.400000000000002


def prepare_process() -> None:
    """Have nbgrader's gradebook work in this process, and be quiet.

    It makes a new one with `alembic`, which it finds only if its environment is on the PATH. And
    nbgrader 0.9.6 under SQLAlchemy 2 says thrice for every student that it adds an object later on.
    """
    scripts, path = sysconfig.get_path("scripts"), os.environ.get("PATH", "")
    if scripts not in path.split(os.pathsep):
        os.environ["PATH"] = os.pathsep.join([scripts, path])
    warnings.filterwarnings("ignore", category=SAWarning, module="nbgrader.api")


def course_directory(course: Course, assignment: str) -> CourseDirectory:
    """Where nbgrader keeps the assignment, as the course's configuration says."""
    return CourseDirectory(config=course.config, root=course.root, assignment_id=assignment)


@contextmanager
def open_gradebook(directory: CourseDirectory) -> Iterator[Gradebook]:
    """The gradebook that has the directory's assignment; none is made.

    Raises:
        CourseError: there is no gradebook, it does not know the assignment, or it cannot be used
            now, because another program holds it or the disk is full.
    """
    path, assignment = gradebook_file(directory.db_url), directory.assignment_id
    if path is not None and not path.is_file():
        raise CourseError(
            f"there is no gradebook {path}: run nbgrader generate_assignment {assignment}"
        )
    prepare_process()
    try:
        with Gradebook(directory.db_url, directory.course_id) as gradebook:
            try:
                gradebook.find_assignment(assignment)
            except MissingEntry as error:
                raise CourseError(
                    f"the gradebook has no assignment {assignment!r}: "
                    f"run nbgrader generate_assignment {assignment}"
                ) from error
            yield gradebook
    except DatabaseError as error:
        raise _unusable(path or make_url(directory.db_url), error.orig or error) from error


def gradebook_file(db_url: str) -> Path | None:
    """The gradebook's file; None if it is on a database server."""
    url = make_url(db_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


def check_writable(db_url: str) -> None:
    """Raise CourseError if there is a gradebook that cannot be written, or not now."""
    path = gradebook_file(db_url)
    if path is None or not path.is_file():
        return
    try:
        with closing(sqlite3.connect(path)) as database:
            database.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        raise _unusable(path, error) from error


def back_up(db_url: str, run: str) -> Path | None:
    """Copy the gradebook before a run writes to it; the last few copies are kept.

    Returns:
        Where the copy is; None if there is no gradebook yet, or it is on a database server, whose
        backups are its own affair.

    Raises:
        CourseError: it cannot be copied; there is no copy then, and those of earlier runs stay.
    """
    path = gradebook_file(db_url)
    if path is None or not path.is_file():
        return None
    for left in path.parent.glob(f"{path.name}.*Z.part"):
        left.unlink()
    copy = path.with_name(f"{path.name}.{run}")
    partial = copy.with_name(f"{copy.name}.part")
    try:
        with closing(sqlite3.connect(path)) as database:
            database.execute("VACUUM INTO ?", (str(partial),))
    except sqlite3.Error as error:
        partial.unlink(missing_ok=True)
        raise _unusable(path, error, f", so that it was not copied to {copy}") from error
    partial.replace(copy)
    # Where the clock was set back, names in the future are the older ones.
    copies = sorted(
        path.parent.glob(f"{path.name}.*Z"), key=lambda each: (each.name <= copy.name, each.name)
    )
    for old in copies[:-_BACKUPS]:
        old.unlink()
    return copy


def _unusable(what: object, error: Exception, consequence: str = "") -> CourseError:
    """An error that says what stands in the way of using a gradebook, and the way out."""
    if "locked" in str(error):
        return CourseError(
            f"the gradebook {what} is held by another program{consequence}: wait until nbgrader, "
            "formgrader or whatever else writes to it has ended, and run this again"
        )
    return CourseError(f"the gradebook {what} cannot be used{consequence}: {error}")


def full_name(student: Student) -> str:
    """What a student is called; empty where the gradebook has only their id."""
    return clean(" ".join(filter(None, [student.first_name, student.last_name])), 100)


def marks(submission: SubmittedAssignment) -> dict[str, float | None]:
    """What each grade cell earned: grade_id -> points, None where a person is to grade it."""
    return {
        grade.name: earned(grade) for notebook in submission.notebooks for grade in notebook.grades
    }


def earned(grade: Grade) -> float | None:
    """What a grade cell earned; None where a person is to grade it."""
    return None if grade.needs_manual_grade and grade.manual_score is None else grade.score


def penalty(submission: SubmittedAssignment) -> float:
    """The points that being late cost, over all notebooks."""
    return round(submission.late_submission_penalty, DIGITS)


def total(submission: SubmittedAssignment) -> float:
    """What a submission earned, by tests and by hand, without what being late cost."""
    return max(0.0, round(submission.score - penalty(submission), DIGITS))


def waiting(submission: SubmittedAssignment) -> list[Grade]:
    """What waits for a person: nobody has read it, or it has changed since somebody did."""
    return [
        grade
        for notebook in submission.notebooks
        for grade in notebook.grades
        if grade.needs_manual_grade
    ]


def cells_in_order(gradebook: Gradebook, about: Assignment) -> dict[str, BaseCell]:
    """The grade cells of an assignment by their names, in the notebook's order.

    Those that no exercise has come last, by name.
    """
    notebooks = gradebook.find_assignment(about.name).notebooks
    cells = {
        cell.name: cell
        for notebook in notebooks
        for cell in [*notebook.grade_cells, *notebook.task_cells]
    }
    order = [*about.titles, *sorted(cells.keys() - about.titles.keys())]
    return {name: cells[name] for name in order if name in cells}
