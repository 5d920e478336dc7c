"""Commands of those who write courses and assignments, in the order of work."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from ..course.assignment import FILE
from ..course.config import Course, CourseError
from ..terminal import console, errors, track

app = typer.Typer()


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="Where to: an empty folder, or none yet.")],
    package: Annotated[str, typer.Option(help="The package that students are to write.")],
) -> None:
    """Write a course with one tiny assignment, which works as it is: a place to start from."""
    from ..authoring.scaffold import FIRST, write_course

    write_course(folder, package)
    console.print(f"{folder} is a course, with the assignment {FIRST}: its README.md goes on")


@app.command()
def new(
    assignment: Annotated[str, typer.Argument(help="Its name: letters, digits and _.")],
) -> None:
    """Write the skeleton of the next assignment, which validates as it stands, and release it."""
    from ..authoring.scaffold import write_assignment

    course = Course.load()
    write_assignment(course, assignment)
    console.print(
        f"{assignment} begins in source/{assignment}/, {course.package}/{assignment}.py and "
        f"tests/hidden/{assignment}/"
    )


@app.command()
def validate(
    assignment: Annotated[
        str | None, typer.Argument(help="The assignment to prove; all, if left out.")
    ] = None,
    thorough: Annotated[
        bool,
        typer.Option("--thorough", help="Prove the hidden tests, too; this takes minutes."),
    ] = False,
    write: Annotated[
        bool,
        typer.Option(
            "--write", help="With --thorough: write docs/{diagnosis,prices}-<assignment>.md."
        ),
    ] = False,
    changed: Annotated[
        bool,
        typer.Option(
            "--changed",
            help="With --thorough: leave out what has not changed since it was proved and written, "
            "but for one assignment a day.",
        ),
    ] = False,
) -> None:
    """Prove assignments: reference full, stub nothing, points agreed, release current."""
    if (write or changed) and not thorough:
        raise CourseError(f"--{'write' if write else 'changed'} goes with --thorough: say both")
    course = Course.load()
    if not course.assignments:
        raise CourseError(f"{course.root} has no assignment, no source/<assignment>/{FILE}")
    wrong = False
    for each in [assignment] if assignment else course.assignments:
        if not assignment:
            console.print(Text(f"{each}:"))
        try:
            wrong |= not _is_proved(course, each, thorough, write, changed)
        except CourseError as error:  # the others may be in order
            errors.print(Text(f"autograder: {error}"))
            wrong = True
    if wrong:
        raise typer.Exit(1)


def _is_proved(course: Course, assignment: str, thorough: bool, write: bool, changed: bool) -> bool:
    """Check an assignment, say what was checked, and whether nothing is wrong."""
    from ..authoring.proofs import is_due, record
    from ..authoring.prove import prove
    from ..authoring.validate import validate as check

    failures = 0
    checks = [check(course, assignment)]
    if thorough and changed and not is_due(course, assignment):
        checks.append(iter([("unchanged since it was proved", "")]))
    elif thorough:
        checks.append(prove(course, assignment, track, write))
    for what, problem in chain.from_iterable(checks):
        line = f"{'✗' if problem else '✓'} {what}" + (f": {problem}" if problem else "")
        console.print(Text(line), soft_wrap=True)
        failures += bool(problem)
    if failures:
        errors.print(f"autograder: {assignment} is not valid: {failures} of the checks failed")
    elif write:
        record(course, assignment)
    return not failures
