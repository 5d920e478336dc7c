"""Marks going to Canvas: fills an assignment's column in the gradebook that Canvas exports.

The file goes back to Canvas, which finds students by what it wrote: every other cell keeps its
bytes, quotes and all, also where a name looks like a formula (Canvas itself writes ="..." then).
What is filled in are numbers, so nothing is added that a spreadsheet could compute.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from ..course.config import Course, CourseError
from ..files import write_atomically
from ..gradebook.database import total, waiting
from ..outcome import attempt, explained
from .tables import settled_gradebook

_IDENTITIES = ("SIS Login ID", "SIS User ID", "ID")
# What Canvas writes about students, beside their marks.
_ABOUT = {
    "Student",
    "LastName",
    "FirstName",
    *_IDENTITIES,
    "Integration ID",
    "Root Account",
    "Section",
}
_TITLE = re.compile(r" \(\d+\)\Z")  # Canvas adds the assignment's id
_KEPT = ("EX", "N/A")  # excused; not assigned to this student


@dataclass
class Filled:
    """What became of a gradebook.

    Attributes:
        column: the heading of the column that was filled or added.
        scale: what marks were multiplied by to fit Canvas's points possible.
        marks: how many were filled in.
        unmatched: students with a submission who have not one row for themselves: none, more than
            one, or one that another student of the gradebook could be as well.
        kept: students whom Canvas excuses or did not assign it to.
        failed: students whose mark could not be had, and why; in Canvas it stays as it was.
        unread: students of whom something is yet to be graded by hand; likewise.
        others: students in Canvas who have no submission, whose mark stays as it was.
    """

    column: str
    scale: float = 1.0
    marks: int = 0
    unmatched: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)
    unread: list[str] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def fill(
    course: Course,
    assignment: str,
    gradebook: Path,
    column: str,
    to: Path,
    new: bool = False,
    anyway: bool = False,
) -> Filled:
    """Fill in the marks of an assignment.

    Args:
        gradebook: the CSV that Canvas's gradebook exports.
        column: the assignment's name in Canvas.
        to: where to write the CSV to import.
        new: whether to add the column if there is none.
        anyway: whether to count what is yet to be graded by hand as the gradebook does, as 0 if
            nobody has read it.

    Raises:
        CourseError: there is no such assignment, or no gradebook that has it; or the file is not
            Canvas's, lacks the column, or says that it is read-only or how many points it has in
            no number.
    """
    try:
        sheet = Sheet(gradebook.read_bytes().decode())
    except UnicodeDecodeError as error:
        raise CourseError(
            f"{gradebook} is not UTF-8 ({error}): give the file as Canvas exported it, or save it "
            'in the spreadsheet as "CSV UTF-8"'
        ) from error
    except (OSError, ValueError) as error:
        raise CourseError(f"{gradebook} is not a gradebook from Canvas: {error}") from error
    with settled_gradebook(course, assignment) as (nbgrader, failed):
        most = nbgrader.find_assignment(assignment).max_score
        index = _column(sheet, column, most, new)
        filled = Filled(sheet.heading[index], _scale(sheet, index, most))
        students = {each.student.id: each for each in nbgrader.assignment_submissions(assignment)}
        known = {student.id: student.lms_user_id for student in nbgrader.students}
        rows = _match(sheet, known)
        claims = Counter(row for student in rows for row in rows[student])

        def mark_of(student):
            if student in failed:
                raise failed[student]
            return round(total(students[student]) * filled.scale, 2)

        def left_out(student, error):
            filled.failed[student] = explained(error)[0]

        for student in students:
            if [claims[row] for row in rows[student]] != [1]:
                filled.unmatched.append(student)
            elif sheet.value(rows[student][0], index) in _KEPT:
                filled.kept.append(student)
            elif not anyway and waiting(students[student]):
                filled.unread.append(student)
            elif (
                mark := attempt(partial(mark_of, student), partial(left_out, student))
            ) is not None:
                sheet.write(rows[student][0], index, f"{mark:.10g}")
                filled.marks += 1
    taken = {row for student in students for row in rows[student]}
    filled.others = [sheet.value(row, 0) for row in sheet.students if row not in taken]
    write_atomically(to, sheet.text.encode())
    return filled


def _column(sheet, title, most, new):
    """The index of the assignment's column, added if there is none and it is to be."""
    found = [
        index
        for index, heading in enumerate(sheet.heading)
        if title in (heading, _TITLE.sub("", heading))
    ]
    if title in _ABOUT:
        raise CourseError(f"Canvas has no marks in its column {title!r}: name another")
    if len(found) > 1:
        raise CourseError(f"Canvas has more than one column {title!r}: say which, with its number")
    if found:
        return found[0]
    if not new:
        there = [
            repr(heading)
            for index, heading in enumerate(sheet.heading)
            if heading not in _ABOUT and not _is_read_only(sheet, index)
        ]
        raise CourseError(
            f"Canvas has no column {title!r}, but {', '.join(there) or 'none for marks'}: "
            "say which is meant with --column, or add it with --new"
        )
    sheet.add_column(title, f"{most:g}")
    return len(sheet.heading) - 1


def _scale(sheet, index, most):
    """What marks are to be multiplied by, so that the most is Canvas's points possible."""
    possible, heading = sheet.value(sheet.possible, index).strip(), sheet.heading[index]
    if _is_read_only(sheet, index):
        raise CourseError(f"Canvas computes the column {heading!r}: name another")
    points = _number(possible) if possible else 0.0
    if points is None:
        raise CourseError(
            f"the points possible of {heading!r} are {possible!r}, which is no number for certain: "
            "write them into the file as 1000 or 12.5"
        )
    return points / most if points and most else 1.0


def _is_read_only(sheet, index) -> bool:
    return "read only" in sheet.value(sheet.possible, index).casefold()


def _number(text: str) -> float | None:
    """A number as Canvas writes it in any language, with or without marks between thousands.

    Returns:
        None where it is none, or negative, or two: "1,000" is a thousand here and one there.
    """
    digits, values = re.sub(r"[\s'\u2019]", "", text), set()
    for group, point in ((",", "."), (".", ",")):
        whole = rf"(?:\d+|\d{{1,3}}(?:[{group}]\d{{3}})+)"
        if re.fullmatch(rf"{whole}(?:[{point}]\d*)?", digits, re.ASCII):
            values.add(float(digits.replace(group, "").replace(point, ".")))
    return values.pop() if len(values) == 1 else None


def _match(sheet, known):
    """student id -> the rows that could be theirs."""
    names: dict[str, set[str]] = {}
    for student, lms_user_id in known.items():
        for name in {student, lms_user_id} - {None, ""}:
            names.setdefault(name.casefold(), set()).add(student)
    columns = [sheet.heading.index(name) for name in _IDENTITIES if name in sheet.heading]
    rows: dict[str, list[int]] = {student: [] for student in known}
    for row in sheet.students:
        values = {sheet.value(row, column).casefold() for column in columns}
        for student in set().union(*(names.get(value, set()) for value in values)):
            rows[student].append(row)
    return rows


class Sheet:
    """A gradebook from Canvas, whose cells keep the bytes they came with."""

    def __init__(self, text: str):
        """Take it apart.

        Raises:
            ValueError: it is not CSV, or lacks what Canvas writes.
        """
        self._mark = "\ufeff" if text.startswith("\ufeff") else ""
        text = text.removeprefix("\ufeff")
        self._comma = ";" if re.match(r'"?(Student|LastName)"?;', text) else ","
        cell = re.compile(rf'("(?:[^"]|"")*"|[^"{self._comma}\r\n]*)({self._comma}|\r?\n|\Z)')
        self._rows: list[list[str]] = [[]]
        self._ends, position = [], 0
        for match in cell.finditer(text):
            if match.start() != position:
                raise ValueError(
                    f"it is not CSV, at character {position}: {text[position:][:40]!r}"
                )
            position = match.end()
            self._rows[-1].append(match[1])
            if match[2] != self._comma:
                self._ends.append(match[2])
                if not match[2]:
                    break
                self._rows.append([])
        self.heading = [self.value(0, column) for column in range(len(self._rows[0]))]
        titles = [self.value(row, 0).strip() for row in range(len(self._rows))]
        if "ID" not in self.heading or "Points Possible" not in titles:
            raise ValueError(
                "it has no column ID, or no row Points Possible. "
                "In Canvas: Grades, Export, Export Entire Gradebook"
            )
        self.possible = titles.index("Points Possible")
        after = range(self.possible + 1, len(self._rows))
        self.students = [row for row in after if any(self._rows[row])]

    @property
    def text(self) -> str:
        rows = map(self._comma.join, self._rows)
        return self._mark + "".join(map("".join, zip(rows, self._ends, strict=True)))

    def value(self, row: int, column: int) -> str:
        """What a cell says."""
        cell = self._rows[row][column] if column < len(self._rows[row]) else ""
        return cell[1:-1].replace('""', '"') if cell.startswith('"') else cell

    def write(self, row: int, column: int, value: str) -> None:
        """Let a cell say something else."""
        cells = self._rows[row]
        cells += [""] * (column + 1 - len(cells))
        quoted = '"' + value.replace('"', '""') + '"'
        cells[column] = quoted if re.search(r'[",;\r\n]', value) else value

    def add_column(self, title: str, possible: str) -> None:
        """Add an assignment after the last column."""
        self.write(0, len(self.heading), title)
        self.heading.append(title)
        self.write(self.possible, len(self.heading) - 1, possible)
