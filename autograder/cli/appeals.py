"""Commands for marks that are doubted: one test is shown again, or a class is graded again."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.text import Text

from ..course.config import Course, CourseError
from ..terminal import console, print_exercises, print_table, track

app = typer.Typer()


@app.command()
def regrade(
    assignment: Annotated[str, typer.Argument(help="The assignment whose tests were changed.")],
    apply: Annotated[
        bool, typer.Option("--apply", help="Write the new scores, after a gradebook backup.")
    ] = False,
) -> None:
    """Grade a class again and say who gains or loses what; manual scores and comments stay."""
    from ..appeals.regrade import Regrade

    course = Course.load()
    again = Regrade(course, assignment, track)
    numbered = {str(n): each for n, each in enumerate(course.assignments[assignment].exercises, 1)}
    number_of = {cell: number for number, each in numbered.items() for cell in each.cells}
    if again.changes:
        rows = [
            (
                each.student,
                number_of.get(each.grade_id, each.grade_id),
                f"{each.before:g}",
                f"{each.after:g}",
                each.test,
            )
            for each in again.changes
        ]
        print_table(["student", "exercise", "before", "after", "test"], rows)
        print_exercises(numbered)
    sums: dict[str, float] = {}
    by_hand: dict[tuple[str, str], None] = {}  # an ordered set
    for change in again.changes:
        if change.by_hand:
            by_hand[change.student, change.grade_id] = None
        else:
            sums[change.student] = sums.get(change.student, 0) + change.after - change.before
    for student, points in sums.items():
        console.print(Text(f"{student}: {points:+g} points"), soft_wrap=True)
    for student, grade_id in by_hand:
        number = number_of.get(grade_id, grade_id)
        console.print(
            Text(f"{student}: exercise {number} was graded by hand: look at it again"),
            soft_wrap=True,
        )
    if not sums:
        console.print("nobody gains or loses anything")
    for student in again.skipped:
        anew = f"{student} has handed in anew: run nbgrader autograde {assignment}"
        console.print(Text(anew), soft_wrap=True)
    console.print(f"saved as {again.save()}", soft_wrap=True)
    if apply:
        if backup := again.apply():
            console.print(f"the gradebook as it was: {backup}", soft_wrap=True)
        console.print("written")
        console.print(f"next: autograder report {assignment}")
    elif again.changes:
        console.print(f"nothing was written; next: autograder regrade {assignment} --apply")
    else:
        console.print("nothing was written: --apply marks all by the tests as they are now")
    if again.failed:
        why = "; ".join(f"{student}: {reason}" for student, reason in again.failed.items())
        raise CourseError(f"{len(again.failed)} keep the marks they have: {why}")


@app.command()
def replay(
    assignment: Annotated[str, typer.Argument(help="What was handed in.")],
    student: Annotated[str, typer.Argument(help="Whose submission.")],
    test: Annotated[str, typer.Argument(help="The test's name, as in the Report.")],
) -> None:
    """Run one hidden test of one submission again and show all of it: to instructors only."""
    from ..appeals.replay import replay as run

    for paragraph in run(Course.load(), assignment, student, test):
        console.print(Text(paragraph), soft_wrap=True)
        console.print()
