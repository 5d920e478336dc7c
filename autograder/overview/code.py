"""The code of a class: a page for each student that shows what they wrote, and who shares files.

It is read and compared as text; none of it is run.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from difflib import unified_diff
from functools import partial
from logging import getLogger
from typing import NamedTuple

from ..course.config import Course
from ..files import digest, write_atomically
from ..gradebook.database import course_directory
from ..intake.modules import Intake, Staged
from ..intake.submitted import matched_submissions
from ..outcome import attempt, explained
from ..text import clean
from .html import render

FOLDER = "code"  # beside the report
_MOST_LINES = 5_000  # of a file that is compared: that takes their number times the stub's
_LONGEST = 500  # characters of a line


class Shared(NamedTuple):
    """Files that are the same, byte for byte, in more than one submission; never released ones."""

    files: list[str]
    students: list[str]


def compare(course: Course, assignment: str) -> tuple[list[Shared], list[str]]:
    """Who handed in identical code, the most files first; and everybody whose code was read.

    Raises:
        CourseError: there is no such assignment, or no release of it.
    """
    intake = Intake(course, assignment)
    authors: list[str] = []
    owners: dict[tuple[str, str], list[str]] = {}
    for student, staged in _class(course, intake, assignment):
        authors.append(student)
        for path, content in _own(staged, intake).items():
            owners.setdefault((path, digest({path: content})), []).append(student)
    files: dict[tuple[str, ...], list[str]] = {}
    for (path, _), students in owners.items():
        if len(students) > 1:
            files.setdefault(tuple(students), []).append(path)
    shared = [Shared(paths, list(students)) for students, paths in files.items()]
    return sorted(shared, key=lambda each: (-len(each.files), len(each.students))), authors


def write_code_pages(course: Course, assignment: str) -> None:
    """Write what each student changed of the release, a page for each, beside the report.

    Raises:
        CourseError: as compare.
    """
    intake = Intake(course, assignment)
    folder = course.reports(assignment) / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for student, staged in _class(course, intake, assignment):
        files = {
            path: attempt(
                partial(list, _changes(intake.library.get(path, b""), content)), _not_compared
            )
            for path, content in _own(staged, intake).items()
        }
        page = render(
            "code.html.j2",
            student=student,
            title=course.assignments[assignment].title,
            files=files,
            notes=staged.notes,
        )
        write_atomically(folder / f"{student}.html", page.encode())


def _class(course: Course, intake: Intake, assignment: str) -> Iterator[tuple[str, Staged]]:
    """Every submission of a class whose modules can be taken in, one at a time, and whose it is."""
    directory = course_directory(course, assignment)
    for student, source in matched_submissions(directory, getLogger("autograder.code")).items():
        staged = attempt(partial(intake.stage, source, student), lambda error: None)
        if staged is not None:
            yield student, staged


def _own(staged: Staged, intake: Intake) -> dict[str, bytes]:
    """What a student wrote: the files that are neither empty nor as they were released."""
    return {
        path: content
        for path, content in staged.files.items()
        if content.strip() and content != intake.library.get(path)
    }


def _not_compared(error: Exception) -> list[tuple[str, str]]:
    return [("at", explained(error)[0])]


def _changes(released: bytes, content: bytes) -> Iterator[tuple[str, str]]:
    """What a file has become, as lines: how each is to be shown, and its text."""
    before, after = (each.decode(errors="replace").splitlines() for each in (released, content))
    if len(after) > _MOST_LINES:
        yield "at", f"{len(after):,} lines are too many to be compared"
        return
    kinds = {"+": "added", "-": "removed", "@": "at", " ": "same"}
    for line in [*unified_diff(before, after, lineterm="")][2:]:
        yield kinds[line[0]], clean(line, _LONGEST)
