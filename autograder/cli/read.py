"""Goes through the written answers that wait for a person, and enters what each earns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from ..course.assignment import RUBRIC, RubricItem
from ..course.config import Course, CourseError
from ..terminal import console, errors, print_table

if TYPE_CHECKING:  # or every command would take the time to import nbgrader
    from ..gradebook.written import Written
    from .desk import Desk

app = typer.Typer()


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
    from .desk import Desk

    course = Course.load()
    course.check_assignment(assignment)
    titles, rubric = course.assignments[assignment].titles, course.rubric(assignment)
    desk = Desk(course, assignment)
    answers = desk.answers()
    if student is None:
        chosen = [each for each in answers if each.waits]
    elif not (chosen := [each for each in answers if each.student == student]):
        raise CourseError(
            f"the gradebook has no written answer of {student!r} to {assignment}: look whether the "
            f"name is right; nbgrader autograde {assignment} enters what was handed in"
        )
    for number, answer in enumerate(chosen, 1):
        console.print(Text(f"\n{number} of {len(chosen)}: {titles.get(answer.cell, answer.cell)}"))
        if not desk.show(answer):
            continue
        items = rubric.get(answer.cell, [])
        if items:
            rows = [(str(n), f"{item.points:g}", item.text) for n, item in enumerate(items, 1)]
            print_table(["item", "points", "for"], rows)
        if not _settled_or_left(desk, answer, items):
            break
    left = sum(each.waits for each in desk.answers())
    waiting = f"{left} written answer{'s'[: left != 1]} wait{'s'[: left == 1]}; next: autograder "
    console.print(f"\n{waiting}{'read' if left else 'feedback'} {assignment}", soft_wrap=True)


def _settled_or_left(desk: Desk, answer: Written, items: list[RubricItem]) -> bool:
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
        console.print(Text(f"{score:g} of {answer.most:g} for {answer.student}"), soft_wrap=True)
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
    if not items:
        return _points(line, most)
    words = line.split()
    numbers: list[int] = []
    while words and words[0].isdecimal():
        numbers.append(int(words.pop(0)))
    comment = " ".join(words)
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
