"""The `autograder` command: what it is made of, how it ends, and what sets up a machine."""

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
from ..terminal import console, errors
from ..text import fault
from . import appeals, author, grade, instructor, read

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
for part in (author, instructor, grade, read, appeals):
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
