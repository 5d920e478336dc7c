"""The class: which student of nbgrader's an LMS speaks of, from the CSV nbgrader itself imports."""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ..course.config import CourseError
from ..files import RefusedError
from .download import Upload

# A folder's name. nbgrader forbids "+" and "*" in an id; it keeps 128 characters, its globs pass
# over names with a leading dot, and it strips spaces.
_STUDENT_ID = re.compile(r"\w(?:[\w.@ -]{0,126}[\w.@-])?")
_LONGEST_NAME = 255  # bytes, of a file system
_COLUMNS = ("id", "first_name", "last_name", "email", "lms_user_id")
_HINT = f"the first line is {','.join(_COLUMNS)}, or as many of these as there are"


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
                any of `first_name`, `last_name`, `lms_user_id` (Canvas's user id, Blackboard's
                username, or Moodle's number of the participant) and `email`, which is not used
                here. What a spreadsheet makes of it is read as well: semicolons or tabs, headings
                in capitals, UTF-16.

        Raises:
            CourseError: it cannot be read, has no column `id`, a row does not fit the heading, or
                an id is unfit or there twice.
        """
        try:
            students = [*_students(_text(path.read_bytes()), path)]
        except (OSError, ValueError, csv.Error) as error:
            why = error.strerror if isinstance(error, OSError) else error
            raise CourseError(f"the roster {path} cannot be read: {why}") from error
        self.ids = [student.id for student in students]
        if twice := [id for id, times in Counter(self.ids).items() if times > 1]:
            raise CourseError(f"{path} has more than one row for {', '.join(sorted(twice))}")
        self._by_id = {student.id: [student] for student in students}
        self._by_name, self._by_number = defaultdict(list), defaultdict(list)
        for student in students:
            self._by_number[student.lms_user_id].append(student)
            for name in student.names:
                self._by_name[name].append(student)

    def student_of(self, upload: Upload) -> str:
        """The student's id.

        Canvas's user id decides, then the name of who has none on the roster; Blackboard's username
        decides alone. Moodle's number is another one in every assignment and may be somebody
        else's id: the name decides, and the number between students of one name.

        Raises:
            RefusedError: nobody, or more than one, is called so.
        """
        named = self._by_name.get(_key(upload.name), [])
        numbered = self._by_number.get(upload.number, [])
        mend = f"put {upload.number} into the student's lms_user_id"
        if upload.lms == "Canvas":
            found = numbered or [student for student in named if not student.lms_user_id]
        elif upload.lms == "Blackboard":
            found = [*{*numbered, *self._by_id.get(upload.number, [])}]
        elif len(named) > 1:
            found = [student for student in named if student in numbered] or named
        else:
            found = named
            mend = "write the name that Moodle has into the student's first_name and last_name"
            if numbered and not named:
                mend += f"; the number {upload.number}, which is {numbered[0].id}'s, is not enough"
        if not found and upload.lms != "Moodle" and not any(filter(None, self._by_number)):
            raise RefusedError(
                "fits nobody on the roster, where no student has an lms_user_id: add that column, "
                f"with what {upload.lms} has, here in brackets"
            )
        if len(found) != 1:
            fits = ", ".join(sorted(student.id for student in found)) or "nobody"
            raise RefusedError(f"fits {fits} on the roster: {mend}")
        (student,) = found
        return student.id


def student_without_roster(upload: Upload) -> str:
    """The id of a student where there is no roster: Moodle's full name, others' number.

    Raises:
        RefusedError: nbgrader cannot have such an id.
    """
    id = upload.name if upload.lms == "Moodle" else upload.number
    if not is_student_id(id):
        raise RefusedError(f"{id!r} cannot be a student's id: give a roster")
    return id


def is_student_id(id: str) -> bool:
    """Whether nbgrader can have such an id, and a file system a folder called so."""
    return bool(_STUDENT_ID.fullmatch(id)) and len(id.encode()) <= _LONGEST_NAME


def _text(content: bytes) -> str:
    """A table's text: UTF-8, or the UTF-16 of a spreadsheet's "Unicode text"."""
    wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        return content.decode("utf-16" if wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise ValueError(
            f'it is not UTF-8 ({error}): save it in the spreadsheet as "CSV UTF-8"'
        ) from error


def _students(text: str, path: Path) -> Iterator[Student]:
    text = text.lstrip("\r\n")
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    table = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    heading = next(table, [])
    columns = [re.sub(r"[\s_-]+", "_", name.strip().casefold()) for name in heading]
    if "id" not in columns:
        there = ", ".join(name.strip() for name in heading) or "nothing"
        raise CourseError(f"the roster {path} has no column id, only {there}: {_HINT}")
    if twice := [name for name in _COLUMNS if columns.count(name) > 1]:
        raise CourseError(f"the roster {path} has more than one column {twice[0]}: {_HINT}")
    for row in table:
        cells = [cell.strip() for cell in row]
        if any(cells[len(columns) :]):
            raise CourseError(
                f"{path}, line {table.line_num}: there are {len(cells)} cells where the first line "
                f"has {len(columns)}: quote what has a comma in it"
            )
        if any(cells):
            yield _student(dict(zip(columns, cells, strict=False)), table.line_num, path)


def _student(row: dict, line: int, path: Path) -> Student:
    id, number, first, last = (
        row.get(column, "") for column in ("id", "lms_user_id", "first_name", "last_name")
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
