"""The `autograder` command: grade folders, validate an assignment, set up and examine a machine."""

from __future__ import annotations

import json
import sys
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from rich import box
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Column, Table
from rich.text import Text

from .course import Course, CourseError, new_seed, write_atomically
from .environment import Environment, MissingEnvironmentError
from .report import Report
from .sandbox import SandboxError

app = typer.Typer(
    help="Grades what students hand in: their code in a sandbox, the tests outside it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
console = Console()
_errors = Console(stderr=True, soft_wrap=True)


def main() -> None:
    """Run the command; a user's mistake is one line on stderr and exit code 1."""
    try:
        app()
    except (CourseError, SandboxError, MissingEnvironmentError) as error:
        _errors.print(Text(f"autograder: {error}"))
        sys.exit(1)


@app.command()
def grade(
    folders: Annotated[list[Path], typer.Argument(help="Submissions: folders that hold nndl/.")],
    assignment: Annotated[str, typer.Option(help="What they were handed in for.")],
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the Reports to this file, too.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Of the hidden inputs; drawn anew if left out.")
    ] = None,
) -> None:
    """Grade submission folders, without notebook or gradebook, and print a table."""
    from .grading import Grader

    for folder in folders:
        if not folder.is_dir():
            raise CourseError(f"{folder} is not a folder")
    if json_file and not json_file.resolve().parent.is_dir():
        raise CourseError(f"{json_file} cannot be written: its folder does not exist")
    if json_file and json_file.is_dir():
        raise CourseError(f"{json_file} cannot be written: it is a folder")
    reports = []
    seed = new_seed() if seed is None else seed
    with Grader(Course.load(), assignment, seed) as grader, _progress() as progress:
        for folder in progress.track(folders, description="grading"):
            reports.append(grader.grade(folder))
            _say_plainly(progress, reports[-1])
    show(reports)
    if json_file:
        content = json.dumps([report.to_dict() for report in reports], indent=1)
        write_atomically(json_file, content.encode())


def _progress() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def _say_plainly(progress: Progress, report: Report) -> None:
    if progress.disable:
        print(f"{report.submission}: {report.score:g} of {report.max_score:g}, {report.status}")


def show(reports: list[Report]) -> None:
    """Print what each grade cell of each submission earned, and what went wrong in each."""
    grade_ids = list(reports[0].grades)
    headings = [name.replace("_", " ") for name in grade_ids]  # rich wraps at spaces
    columns = [Column("submission", overflow="fold"), *headings, "total", "status"]
    table = Table(*columns, box=box.SIMPLE_HEAD, padding=0)
    for report in reports:
        marks = [f"{report.grades[name]['score']:g}" for name in grade_ids]
        # Text, not str: rich reads a str for markup, and a student chose the name.
        table.add_row(
            Text(report.submission),
            *marks,
            f"{report.score:g} / {report.max_score:g}",
            report.status,
        )
    console.print(table)
    for report in reports:
        if remarks := what_happened(report):
            console.print(Text(f"{report.submission}: {remarks}"))
    console.print(f"seed {reports[0].seed}, sandbox {reports[0].sandbox}")


def what_happened(report: Report) -> str:
    """The notes of a Report, its diagnosis and the first thing that went wrong, in a line."""
    failed = [test for test in report.tests if not test.passed]
    remarks = list(report.notes)
    named = {each["name"] for found in report.diagnosis.values() for each in found}
    remarks += [f"looks like: {name}" for name in sorted(named)]
    if failed:
        remarks.append(f"{failed[0].name}: {failed[0].message.splitlines()[0]}")
    if len(failed) > 1:
        remarks.append(f"and {len(failed) - 1} more tests failed")
    return "; ".join(remarks)


@app.command()
def validate(
    assignment: Annotated[str, typer.Argument(help="The assignment to prove.")],
    thorough: Annotated[
        bool,
        typer.Option("--thorough", help="Prove the hidden tests, too; this takes minutes."),
    ] = False,
) -> None:
    """Prove an assignment: reference full, stub nothing, points agreed, release current."""
    from .proof import prove
    from .validation import validate as check

    failures = 0
    course = Course.load()
    with _progress() as progress:
        checks = [check(course, assignment)]
        if thorough:
            checks.append(prove(course, assignment, progress.track))
        for what, problem in chain.from_iterable(checks):
            line = f"{'✗' if problem else '✓'} {what}" + (f": {problem}" if problem else "")
            console.print(Text(line), soft_wrap=True)
            failures += bool(problem)
    if failures:
        _errors.print(f"autograder: {assignment} is not valid: {failures} of the checks failed")
        raise typer.Exit(1)


@app.command()
def regrade(
    assignment: Annotated[str, typer.Argument(help="The assignment whose tests were changed.")],
    apply: Annotated[
        bool, typer.Option("--apply", help="Write the new scores, after a gradebook backup.")
    ] = False,
) -> None:
    """Grade a class again and say who gains or loses what; manual scores and comments stay."""
    from .regrade import Regrade

    with _progress() as progress:
        again = Regrade(Course.load(), assignment, progress.track)
    table = Table("student", "cell", "test", "before", "after", box=box.SIMPLE_HEAD, padding=0)
    for change in again.changes:
        cells = (change.student, change.grade_id, change.test, change.before, change.after)
        table.add_row(*(Text(f"{cell:g}" if isinstance(cell, float) else cell) for cell in cells))
    if again.changes:
        console.print(table)
    sums = {}
    for change in again.changes:
        sums[change.student] = sums.get(change.student, 0) + change.after - change.before
    for student, points in sums.items():
        console.print(Text(f"{student}: {points:+g} points"))
    if not sums:
        console.print("nobody gains or loses anything")
    for student in again.skipped:
        console.print(Text(f"{student} has handed in anew: run nbgrader autograde {assignment}"))
    console.print(f"saved as {again.save()}", soft_wrap=True)
    if apply:
        if backup := again.apply():
            console.print(f"the gradebook as it was: {backup}", soft_wrap=True)
        console.print("written")
    elif sums:
        console.print("nothing was written: --apply does it")


@app.command()
def replay(
    student: Annotated[str, typer.Argument(help="Whose submission.")],
    test: Annotated[str, typer.Argument(help="The test's name, as in the Report.")],
    assignment: Annotated[str, typer.Option(help="What it was handed in for.")],
) -> None:
    """Run one hidden test of one submission again and show all of it: to instructors only."""
    from .replay import replay as run

    for paragraph in run(Course.load(), assignment, student, test):
        console.print(Text(paragraph), soft_wrap=True)
        console.print()


@app.command()
def setup() -> None:
    """Install what student code runs with, for every assignment; this needs a network."""
    course = Course.load()
    for assignment in course.assignments:
        environment = Environment(course.source(assignment) / "requirements.txt")
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
