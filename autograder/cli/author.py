"""Commands that begin something: a course, or an assignment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ..course.config import Course
from .terminal import console

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
