"""The `autograder` command: what it is made of, in the order of work, and how it ends."""

from __future__ import annotations

import io
import shlex
import sys
from typing import Annotated

import typer
from rich.text import Text
from typer.core import TyperGroup

from .. import __version__
from ..course.config import Course, CourseError
from ..grading.scratch import use_run_folder
from ..sandbox.bubblewrap import SandboxError
from ..sandbox.environment import Environment, MissingEnvironmentError
from ..terminal import console, errors, print_exercises, print_table, track
from ..text import fault
from . import author, grade, instructor, read

_ORDER_OF_WORK = [
    *("setup", "doctor", "init", "new", "validate", "publish"),
    *("collect", "grade", "report", "read", "extend", "feedback", "export", "replay", "regrade"),
]

_HAD_AN_OPTION = ("grade", "collect", "extend", "replay")


class _Commands(TyperGroup):
    """Commands that are listed in the order of work."""

    def list_commands(self, ctx):
        return sorted(super().list_commands(ctx), key=_ORDER_OF_WORK.index)


app = typer.Typer(
    cls=_Commands,
    help="Grades what students hand in: their code in a sandbox, the tests outside it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for part in (author, instructor, grade, read):
    app.add_typer(part.app)


def _print_version(asked: bool) -> None:
    if asked:
        console.print(f"autograder {__version__}", highlight=False)
        raise typer.Exit()


@app.callback()
def _options(
    _: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Say the version, and exit."
        ),
    ] = False,
) -> None:
    pass


def main() -> None:
    """Run the command; a user's mistake is one line on stderr and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        assert isinstance(stream, io.TextIOWrapper)  # as Python opens them
        stream.reconfigure(errors="namereplace")  # where the locale has no ✓, its name will do
    try:
        _refuse_the_option_there_was(sys.argv[1:])
        use_run_folder()
        app()
    except (CourseError, SandboxError, MissingEnvironmentError) as error:
        errors.print(Text(f"autograder: {error}"))
        sys.exit(1)
    except OSError as error:  # a disk that is full, a folder that is read-only
        errors.print(Text(f"autograder: {fault(error)}"))
        sys.exit(1)


def _refuse_the_option_there_was(arguments: list[str]) -> None:
    """Raise CourseError, with what to write instead, where the assignment is said as an option."""
    words: list[str] = []
    for each in arguments:
        words += each.split("=", 1) if each.startswith("--assignment=") else [each]
    if "--assignment" in words and words[0] in _HAD_AN_OPTION:
        place = words.index("--assignment")
        others = [*words[1:place], *words[place + 2 :]]
        instead = shlex.join(["autograder", words[0], *words[place + 1 : place + 2], *others])
        raise CourseError(f"the assignment comes first, and is no option: {instead}")


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
        console.print(Text(f"{student}: {points:+g} points"))
    for student, grade_id in by_hand:
        number = number_of.get(grade_id, grade_id)
        console.print(
            Text(f"{student}: exercise {number} was graded by hand: look at it again"),
            soft_wrap=True,
        )
    if not sums:
        console.print("nobody gains or loses anything")
    for student in again.skipped:
        console.print(Text(f"{student} has handed in anew: run nbgrader autograde {assignment}"))
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


@app.command()
def setup() -> None:
    """Install what student code runs with, for every assignment; this needs a network."""
    course = Course.load()
    for assignment in course.assignments:
        environment = Environment(course.requirements(assignment))
        console.print(f"{assignment}: {environment.python.parent.parent}", soft_wrap=True)


@app.command()
def doctor() -> None:
    """Say what this machine has and lacks for grading, and the command that mends each."""
    from .doctor import examine

    lacking = False
    for what, state, mend in examine():
        mark = "✗" if mend else "✓"
        console.print(Text(f"{mark} {what}: {state}" + (f"\n  → {mend}" if mend else "")))
        lacking |= bool(mend)
    raise typer.Exit(int(lacking))
