"""Goes through the written answers that wait for a person, and enters what each earns."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import nbformat
import typer
from rich.text import Text

from ..course.assignment import RUBRIC, RubricItem
from ..course.config import Course, CourseError
from ..course.manifest import Release
from ..gradebook.database import course_directory, open_gradebook
from ..gradebook.graded import grade_id
from ..gradebook.written import Written, settle, written
from ..intake.notebooks import added_cells
from ..intake.submitted import released_notebooks
from ..report import read_report
from ..terminal import console, errors
from ..text import clean

app = typer.Typer()

_MOST = 20_000  # characters of a text that is shown
_MOST_NOTES = 5


@app.command()
def read(
    assignment: Annotated[str, typer.Argument(help="The assignment that was graded.")],
    student: Annotated[
        str | None, typer.Argument(help="Whose answers, also those read before; all that wait.")
    ] = None,
) -> None:
    """Read the written answers, one after the other, and enter what each earns.

    Under each answer stand the items of the rubric. Type the numbers of those
    that are in it, 0 for none, and after them a comment, if you like; where
    there is no rubric, the points. Each answer is kept at once: q stops, s
    leaves an answer to wait, and the same command goes on. The student sees
    the items and the comment in the feedback; formgrader shows them, too.
    """
    course = Course.load()
    course.check_assignment(assignment)
    exercises = course.assignments[assignment].exercises
    rubric = course.rubric(assignment)
    desk = _Desk(course, assignment)
    answers = desk.answers()
    if student is None:
        chosen = [each for each in answers if each.waits]
    elif not (chosen := [each for each in answers if each.student == student]):
        raise CourseError(
            f"the gradebook has no written answer of {student!r} to {assignment}: look whether the "
            f"name is right; nbgrader autograde {assignment} enters what was handed in"
        )
    titles = {cell: each.title for each in exercises for cell in each.cells}
    for number, answer in enumerate(chosen, 1):
        console.print(Text(f"\n{number} of {len(chosen)}: {titles.get(answer.cell, answer.cell)}"))
        if not desk.show(answer):
            continue
        items = rubric.get(answer.cell, [])
        for place, item in enumerate(items, 1):
            console.print(Text(f"{place:>3}  {item.points:>3g}  {item.text}"), soft_wrap=True)
        if not _settled_or_left(desk, answer, items):
            break
    left = sum(each.waits for each in desk.answers())
    waiting = f"{left} written answer{'s'[: left != 1]} wait{'s'[: left == 1]}; next: autograder "
    console.print(f"\n{waiting}{'read' if left else 'feedback'} {assignment}", soft_wrap=True)


def _settled_or_left(desk: _Desk, answer: Written, items: list[RubricItem]) -> bool:
    """Ask until an answer is settled, or left to wait; False: the reader stops here."""
    what = "items" if items else f"points of {answer.most:g}"
    while True:
        try:
            line = console.input(f"{what}, then a comment; s leaves it, q stops: ").strip()
        except EOFError:
            return False
        if line in ("q", "s"):
            return line == "s"
        try:
            score, comment = judged(line, items, answer.most)
        except CourseError as error:
            errors.print(Text(str(error)))
            continue
        desk.settle(answer, score, comment)
        console.print(f"{score:g} of {answer.most:g}")
        return True


def judged(line: str, items: list[RubricItem], most: float) -> tuple[float, str]:
    """What a reader's line gives an answer: its points, and the comment for its writer.

    Args:
        line: the numbers of items, or points where there are no items; then a comment.
        items: of the rubric for this question.
        most: the most points the question can earn.

    Raises:
        CourseError: the line says neither, or gives more than there is.
    """
    words = line.split()
    numbers: list[int] = []
    while words and words[0].isdecimal() and (items or not numbers):
        numbers.append(int(words.pop(0)))
    comment = " ".join(words)
    if not items:
        return _points(line, most)
    if not numbers:
        raise CourseError("type the numbers of the items that are in the answer, 0 for none")
    if wrong := [each for each in numbers if each > len(items)]:
        raise CourseError(f"there is no item {wrong[0]}: they go from 1 to {len(items)}")
    picked = [item for number, item in enumerate(items, 1) if number in numbers]
    score = max(0, sum(item.points for item in picked))
    if score > most:
        raise CourseError(
            f"these items are worth {score:g}, and the gradebook has {most:g} points for the "
            f"question: correct {RUBRIC}, or generate the assignment anew"
        )
    listed = "\n".join(f"- {item.text} ({item.points:g})" for item in picked)
    return score, "\n\n".join(filter(None, [listed or "Nothing of what is asked for.", comment]))


def _points(line: str, most: float) -> tuple[float, str]:
    first, _, comment = line.partition(" ")
    try:
        score = float(first)
    except ValueError:
        raise CourseError(f"type the points, from 0 to {most:g}") from None
    if not 0 <= score <= most:
        raise CourseError(f"{first} is not from 0 to {most:g}")
    return score, comment.strip()


class _Desk:
    """Where the answers lie: in graded notebooks and in the gradebook."""

    def __init__(self, course: Course, assignment: str):
        """Open nothing yet.

        Raises:
            CourseError: there is no release of the assignment.
        """
        self._course, self._directory = course, course_directory(course, assignment)
        self._exercises = course.assignments[assignment].exercises
        release = Release.read(course.release(assignment))
        self._released = {path.stem: nb for path, nb in released_notebooks(release).items()}
        self._shown: nbformat.NotebookNode | None = None

    def answers(self) -> list[Written]:
        """All written answers, see written.

        Raises:
            CourseError: there is no gradebook with the assignment, or nothing of it was graded.
        """
        name = self._directory.assignment_id
        with open_gradebook(self._directory) as gradebook:
            if not gradebook.assignment_submissions(name):
                raise CourseError(f"nothing of {name} is graded yet: run nbgrader autograde {name}")
            return written(gradebook, name, self._exercises)

    def show(self, answer: Written) -> bool:
        """Print an answer, and what is to be known of it; False: it cannot be shown."""
        try:
            nb, self._shown = self._read(answer)
        except (OSError, ValueError, StopIteration):
            errors.print(f"{self._path(answer)} cannot be read: run nbgrader autograde again")
            return False
        text = self._shown.source.strip()
        console.print(Text(clean(text, _MOST) or "(nothing in the cell for it)"))
        for about in self._about(answer, nb, self._shown):
            console.print(Text(f"! {about}"), soft_wrap=True)
        console.print()
        return True

    def _about(self, answer, nb, cell) -> Iterator[str]:
        """What a reader must know beside the text."""
        path, released = self._path(answer), self._released[answer.notebook]
        if cell.get("attachments") or cell.get("outputs") or "![" in cell.source:
            yield f"pictures or outputs belong to it: formgrader shows them, or {path}"
        if own := added_cells(nb, released):
            text = "\n\n".join(each.source for each in own)
            yield f"cells of their own, where it may stand, too:\n{clean(text, _MOST)}"
        folder = self._directory.submitted_directory, answer.student, self._directory.assignment_id
        others = {each.stem for each in Path(self._directory.format_path(*folder)).glob("*.ipynb")}
        if others := others - self._released.keys():
            yield clean(f"handed in beside it: {', '.join(sorted(others))}")
        report = read_report(self._course.reports(folder[2]), answer.student)
        yield from [clean(note) for note in report.notes[:_MOST_NOTES]] if report else []
        if answer.score is not None:
            yield clean(f"it had {answer.score:g} points: {answer.comment or 'no comment'}")

    def settle(self, answer: Written, score: float, comment: str) -> None:
        """Enter what an answer earns.

        Raises:
            CourseError: it is not the answer that was shown any more; see also settle.
        """
        _, now = self._read(answer)
        if now != self._shown:
            raise CourseError(
                f"another answer of {answer.student}'s was graded meanwhile: read it first"
            )
        settle(self._directory, answer, score, comment)

    def _read(self, answer: Written) -> tuple[nbformat.NotebookNode, nbformat.NotebookNode]:
        """The graded notebook, and the answer's cell in it."""
        nb = nbformat.read(self._path(answer), as_version=4)
        return nb, next(cell for cell in nb.cells if grade_id(cell) == answer.cell)

    def _path(self, answer: Written) -> Path:
        directory = self._directory
        folder = directory.format_path(
            directory.autograded_directory, answer.student, directory.assignment_id
        )
        return Path(folder, f"{answer.notebook}.ipynb")
