"""What a student's page says of marks and reasons: the gradebook's figures, the Report's words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from nbgrader.api import SubmittedNotebook
from nbgrader.utils import is_grade

from ..course.assignment import Exercise
from ..gradebook.database import DIGITS, earned, full_name
from ..gradebook.graded import STAMP, grade_id, is_result
from ..report import Report, TestResult
from ..text import clean
from .causes import SHORT, Cause, shared_causes

_MOST_NOTES = 20
_EMPHASIS = re.compile(r"[*`]+|^#+ ")


@dataclass
class Cell:
    """A grade cell: what it earned, and why.

    Attributes:
        grade_id: its name.
        points: what it is worth.
        score: what it earned, as the gradebook has it; None where a person has yet to say.
        replaced: what the tests gave, where a person gave another score; None where not.
        comment: what a person wrote to it, in Markdown.
        answer: its cell of the notebook, where a person reads it; None of one that is tested.
        stored: what grading wrote under it in the notebook, HTML: all there is without a Report.
        tests: what the hidden tests found in it.
        reckoning: how the prices of mistakes make its score, a sentence; empty where they do not.
        hints: what may be behind lost marks: items with "name" and "hint".
        departs: where values first depart, in sentences, if nothing known explains them.
        causes: those that failed several of its tests.
    """

    grade_id: str
    points: float
    score: float | None
    replaced: float | None = None
    comment: str = ""
    answer: dict | None = None
    stored: str = ""
    tests: list[TestResult] = field(default_factory=list)
    reckoning: str = ""
    hints: list[dict[str, str]] = field(default_factory=list)
    departs: list[str] = field(default_factory=list)
    causes: list[Cause] = field(default_factory=list)

    @property
    def passed(self) -> list[TestResult]:
        return [test for test in self.tests if test.passed]

    @property
    def failed(self) -> list[TestResult]:
        """The failed tests that no cause is told for."""
        told = [test for cause in self.causes for test in cause.tests]
        return [test for test in self.tests if not test.passed and test not in told]

    @property
    def reasons(self) -> list[str]:
        """Why marks were lost, each in a few words."""
        if self.score is None or self.score >= self.points:
            return []
        if self.hints:
            return [each["name"] for each in self.hints]
        if self.causes:
            return [
                "the cause above" if len(cause.cells) > 1 else cause.short for cause in self.causes
            ]
        if self.departs:
            return [clean(sentence, SHORT) for sentence in self.departs]
        if failed := self.failed:
            return [f"{len(failed)} of {len(self.tests)} tests failed"]
        return [_plain(self.comment)] if self.comment else []


@dataclass
class Part:
    """An exercise on the page: its title, where it is worked on, and its grade cells."""

    title: str
    edit: str
    cells: list[Cell]

    @property
    def points(self) -> float:
        return _rounded(sum(cell.points for cell in self.cells))

    @property
    def score(self) -> float:
        """What is known of it."""
        return _rounded(sum(cell.score or 0 for cell in self.cells))

    @property
    def unread(self) -> float:
        """The points that a person has yet to give or not."""
        return _rounded(sum(cell.points for cell in self.cells if cell.score is None))

    @property
    def reasons(self) -> list[str]:
        return list(dict.fromkeys(reason for cell in self.cells for reason in cell.reasons))


@dataclass
class Marks:
    """All of it.

    Attributes:
        student: what they are called: the gradebook's name, else their id.
        id: their id.
        parts: the exercises that have grade cells in this notebook, in their order.
        penalty: points taken off for handing in late.
        causes: those that failed tests in several grade cells.
        notes: what was left out or replaced when the submission was taken in.
        executed: whether the notebook was run when it was graded.
        notebook: its name, where the assignment has several.
    """

    student: str
    id: str
    parts: list[Part]
    penalty: float = 0.0
    causes: list[Cause] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    executed: bool = False
    notebook: str = ""

    @property
    def points(self) -> float:
        return _rounded(sum(part.points for part in self.parts))

    @property
    def unread(self) -> float:
        return _rounded(sum(part.unread for part in self.parts))

    @property
    def score(self) -> float:
        """The total, the penalty taken off."""
        return max(0.0, _rounded(sum(part.score for part in self.parts) - self.penalty))


def gather(
    notebook: SubmittedNotebook, nb: dict, exercises: list[Exercise], report: Report | None
) -> Marks:
    """What a page has to say.

    Args:
        notebook: the gradebook's row of it.
        nb: the notebook as it was graded.
        exercises: of the assignment.
        report: the student's; where there is none, less is said.
    """
    cells = {grade.name: _cell(grade) for grade in notebook.grades}
    comments = {comment.name: comment.comment for comment in notebook.comments}
    for name, cell in cells.items():
        cell.comment = comments.get(name) or ""
    _look_into(nb, cells)
    causes = _take_from(report, cells) if report else []
    parts = [
        Part(each.title, each.edit, [cells.pop(name) for name in each.cells if name in cells])
        for each in exercises
    ]
    parts += [Part(name.replace("_", " "), "", [cell]) for name, cell in cells.items()]
    student = notebook.student
    return Marks(
        full_name(student) or student.id,
        student.id,
        [part for part in parts if part.cells],
        _rounded(notebook.late_submission_penalty or 0),
        causes,
        [] if report is None else _first(report.notes),
        bool(nb["metadata"].get(STAMP, {}).get("executed")),
        notebook.name if len(notebook.notebook.assignment.notebooks) > 1 else "",
    )


def _cell(grade) -> Cell:
    score = earned(grade)
    by_hand = grade.manual_score is not None and grade.auto_score not in (None, grade.manual_score)
    return Cell(
        grade.name,
        grade.max_score,
        None if score is None else _rounded(score),
        replaced=grade.auto_score if by_hand else None,
    )


def _look_into(nb, cells: dict[str, Cell]) -> None:
    """Note written answers and stored explanations where the notebook still has the cells."""
    for each in nb["cells"]:
        cell = cells.get(grade_id(each) or "")
        if cell is None or not is_grade(each):
            continue
        if each["metadata"]["nbgrader"].get("solution"):
            cell.answer = each
        for output in each.get("outputs", []):
            if is_result(output):
                cell.stored = output.get("data", {}).get("text/html", "")


def _take_from(report: Report, cells: dict[str, Cell]) -> list[Cause]:
    """Give each cell what the Report says of it; what failed tests in several cells."""
    for name, cell in cells.items():
        cell.tests = [test for test in report.tests if test.grade_id == name]
        cell.reckoning = report.reckoning(name)
        cell.hints = report.diagnosis.get(name, [])
        cell.departs = [] if cell.hints else _departures(report, cell)
    causes = shared_causes(test for test in report.tests if test.grade_id in cells)
    for cause in causes:
        for name in cause.cells:
            cells[name].causes.append(cause)
    return [cause for cause in causes if len(cause.cells) > 1]


def _departures(report: Report, cell: Cell) -> list[str]:
    """What is unexplained of the functions that the cell's failed tests called."""
    messages = " ".join(test.message for test in cell.tests if not test.passed)
    return [
        sentence
        for function, sentence in report.unexplained.items()
        if f"{function.rpartition('.')[2]}(" in messages
    ]


def _first(notes: list[str]) -> list[str]:
    more = len(notes) - _MOST_NOTES
    return [*map(clean, notes[:_MOST_NOTES]), *([f"… and {more:,} more"] if more > 0 else [])]


def _plain(markdown: str) -> str:
    """The first line of a text, without what makes it bold or code."""
    return clean(_EMPHASIS.sub("", markdown.strip().partition("\n")[0]), SHORT)


def _rounded(points: float) -> float:
    return round(points, DIGITS)
