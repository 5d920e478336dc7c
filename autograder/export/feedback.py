"""Feedback going out: nbgrader's pages, made anew, and a zip of them for each student."""

from __future__ import annotations

import glob
import io
import shutil
import zipfile
from functools import partial
from pathlib import Path

from nbgrader.apps.api import NbGraderAPI
from nbgrader.utils import rmtree

from ..course.config import Course, CourseError
from ..files import write_atomically
from ..gradebook.database import course_directory, open_gradebook
from ..gradebook.late import settle_penalties
from ..outcome import attempt, explained


def write_feedback(course: Course, assignment: str) -> Path:
    """Make every page of the assignment's feedback anew, and a zip of each student's pages.

    No earlier page or zip is left, whatever happens.

    Returns:
        The folder of the zips, <student>.zip each.

    Raises:
        CourseError: there is no such assignment, no gradebook that has it, or somebody's feedback
            could not be made; the others have theirs.
    """
    course.check_assignment(assignment)
    failed = settle_penalties(course, assignment)
    directory = course_directory(course, assignment)
    # Not under feedback/, where nbgrader takes every folder for a student.
    zips = course.path / "feedback_zips" / assignment
    shutil.rmtree(zips, ignore_errors=True)
    for folder in glob.glob(directory.format_path(directory.feedback_directory, "*", assignment)):
        rmtree(folder)
    api = NbGraderAPI(coursedir=directory, config=course.config)
    api.log.setLevel("ERROR")
    result = api.generate_feedback(assignment)
    zips.mkdir(parents=True)
    with open_gradebook(directory) as gradebook:
        names = [notebook.name for notebook in gradebook.find_assignment(assignment).notebooks]
        students = [student.id for student in gradebook.students]
    problems = []

    def pack(student):
        if student in failed:
            raise failed[student]
        folder = Path(directory.format_path(directory.feedback_directory, student, assignment))
        pages = [page for name in names if (page := folder / f"{name}.html").is_file()]
        if pages:
            write_atomically(zips / f"{student}.zip", _zip(pages))

    def left_out(student, error):
        problems.append(f"{student}: {explained(error)[0]}")

    for student in students:
        attempt(partial(pack, student), partial(left_out, student))
    if not result["success"]:
        log = result.get("log", result["error"])
        raise CourseError(f"nbgrader could not make all of the feedback:\n{log.strip()}")
    if problems:
        raise CourseError(f"{zips} lacks the feedback of {len(problems)}: {'; '.join(problems)}")
    return zips


def _zip(pages: list[Path]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for page in pages:
            archive.write(page, page.name)
    return content.getvalue()
