"""Which assignments were proved as they are now: what is unchanged need not be proved anew.

A proof draws from fixed seeds alone, so of the same files it finds the same. What each assignment
was proved with is kept, as a hash, in tests/hidden/proofs.json. That a record is true is proved in
turn, of one assignment a day.
"""

from __future__ import annotations

import json
import os
import platform
from datetime import date
from pathlib import Path

import numpy as np

from ..course.config import Course, CourseError
from ..files import digest, write_atomically
from ..grading.grader import Grader

_HERE = Path(__file__).parent


def is_due(course: Course, assignment: str) -> bool:
    """Whether an assignment changed since it was proved, or it is its turn today."""
    names = list(course.assignments)
    if names[date.today().toordinal() % len(names)] == assignment:
        return True
    return _read(course).get(assignment) != _inputs(course, assignment)


def record(course: Course, assignment: str) -> None:
    """Keep that an assignment is proved as it is."""
    records = _read(course) | {assignment: _inputs(course, assignment)}
    text = json.dumps({name: records[name] for name in sorted(records)}, indent=1)
    write_atomically(_file(course), f"{text}\n".encode())


def _inputs(course: Course, assignment: str) -> str:
    """A hash of whatever a proof reads, the pages it compares among it, and of what runs it."""
    versions = [platform.python_version_tuple()[:2], np.__version__]
    with Grader(course, assignment, seed=0) as grader:
        # An environment differs from machine to machine, what is asked of it does not.
        hashes = {what: each for what, each in grader.hashes.items() if what != "environment"}
    paths = [
        course.release(assignment) / "requirements.txt",
        *_HERE.glob("*.py"),
        *course.hidden_tests(assignment).rglob("*"),
        *(course.path / "docs" / f"{page}-{assignment}.md" for page in ("diagnosis", "prices")),
    ]
    files = {
        os.path.relpath(path, course.path): path.read_bytes()
        for path in paths
        if path.is_file() and path.suffix != ".pyc"
    }
    return digest({**files, "": json.dumps([versions, hashes]).encode()})


def _file(course: Course) -> Path:
    return course.path / "tests/hidden/proofs.json"


def _read(course: Course) -> dict[str, str]:
    try:
        return json.loads(_file(course).read_text())
    except FileNotFoundError:
        return {}
    except ValueError as error:
        raise CourseError(f"{_file(course)} is no JSON: {error}; remove it") from error
