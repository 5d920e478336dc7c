"""The class: which student of nbgrader's an LMS speaks of, from the CSV nbgrader itself imports."""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from .course import CourseError
from .download import Upload
from .intake import RefusedError

# A folder's name. nbgrader forbids "+" and "*" in an id; it keeps 128 characters, its globs pass
# over names with a leading dot, and it strips spaces.
_STUDENT_ID = re.compile(r"\w(?:[\w.@ -]{0,126}[\w.@-])?")
_LONGEST_NAME = 255  # bytes, of a file system


@dataclass(frozen=True)
class Student:
    """A row of the roster; `names` are the full names an LMS may give the student."""

    id: str
    lms_user_id: str
    names: frozenset[str]


class Roster:
    """Finds the student an upload belongs to."""

    def __init__(self, path: Path):
        """Read a roster.

        Args:
            path: a CSV file with the columns that `nbgrader db student import` reads: `id`, and
                any of `first_name`, `last_name`, `lms_user_id` (Canvas's user id, or Moodle's
                number of the participant) and `email`, which is not used here.

        Raises:
            CourseError: it cannot be read, has no column `id`, or an id is unfit or there twice.
        """
        try:
            with path.open(encoding="utf-8-sig", newline="") as file:
                reader = csv.DictReader(file)
                reader.fieldnames = [name.strip() for name in reader.fieldnames or []]
                if "id" not in reader.fieldnames:
                    columns = ", ".join(reader.fieldnames) or "nothing"
                    raise CourseError(f"the roster {path} has no column id, only {columns}")
                self._students = [_student(row, reader.line_num, path) for row in reader]
        except (OSError, UnicodeError, csv.Error) as error:
            raise CourseError(f"the roster {path} cannot be read: {error}") from error
        self.ids = [student.id for student in self._students]
        if twice := {id for id in self.ids if self.ids.count(id) > 1}:
            raise CourseError(f"{path} has more than one row for {', '.join(sorted(twice))}")

    def student_of(self, upload: Upload) -> str:
        """The student's id.

        Canvas's user id decides, then the name. Moodle's number is another one in every assignment
        and may be somebody else's id: the name decides, then the number.

        Raises:
            RefusedError: nobody, or more than one, is called so.
        """
        named = [student for student in self._students if _key(upload.name) in student.names]
        numbered = [student for student in self._students if student.lms_user_id == upload.number]
        if upload.lms == "Canvas":
            found = numbered or [student for student in named if not student.lms_user_id]
        elif len(named) > 1:
            found = [student for student in named if student in numbered] or named
        else:
            found = named or numbered
        if len(found) != 1:
            fits = ", ".join(student.id for student in found) or "nobody"
            raise RefusedError(
                f"fits {fits} on the roster: put {upload.number} into the student's lms_user_id"
            )
        return found[0].id


def student_without_roster(upload: Upload) -> str:
    """The id of a student where there is no roster: Canvas's user id, Moodle's full name.

    Raises:
        RefusedError: nbgrader cannot have such an id.
    """
    id = upload.number if upload.lms == "Canvas" else upload.name
    if not is_student_id(id):
        raise RefusedError(f"{id!r} cannot be a student's id: give a roster")
    return id


def is_student_id(id: str) -> bool:
    """Whether nbgrader can have such an id, and a file system a folder called so."""
    return bool(_STUDENT_ID.fullmatch(id)) and len(id.encode()) <= _LONGEST_NAME


def _student(row: dict, line: int, path: Path) -> Student:
    id, number, first, last = (
        (row.get(column) or "").strip()
        for column in ("id", "lms_user_id", "first_name", "last_name")
    )
    if not is_student_id(id):
        raise CourseError(
            f"{path}, line {line}: {id!r} cannot be a student's id: letters, digits, spaces and "
            "._@- can be in it, at most 128"
        )
    names = {_key(first + last), _key(last + first)} - {""}
    return Student(id, number, frozenset(names))


def _key(name: str) -> str:
    """What is left of a name in every LMS: Canvas drops spaces and case, Moodle some marks."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", name)).casefold()
