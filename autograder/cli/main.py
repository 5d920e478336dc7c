"""The `autograder` command: grade folders, validate an assignment, set up and examine a machine."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from ..course.config import Course, CourseError, new_seed
from ..files import written_whole
from ..grading.scratch import use_run_folder
from ..report import Report
from ..sandbox.bubblewrap import SandboxError
from ..sandbox.environment import Environment, MissingEnvironmentError
from ..text import fault
from . import author, instructor
from .terminal import console, errors, print_table, progress_bars

app = typer.Typer(
    help="Grades what students hand in: their code in a sandbox, the tests outside it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(instructor.app)
app.add_typer(author.app)


def main() -> None:
    """Run the command; a user's mistake is one line on stderr and exit code 1."""
    for stream in (sys.stdout, sys.stderr):
        assert isinstance(stream, io.TextIOWrapper)  # as Python opens them
        stream.reconfigure(errors="namereplace")  # where the locale has no ✓, its name will do
    try:
        use_run_folder()
        app()
    except (CourseError, SandboxError, MissingEnvironmentError) as error:
        errors.print(Text(f"autograder: {error}"))
        sys.exit(1)
    except OSError as error:  # a disk that is full, a folder that is read-only
        errors.print(Text(f"autograder: {fault(error)}"))
        sys.exit(1)


@app.command()
def grade(
    folders: Annotated[list[Path], typer.Argument(help="Submissions, a folder each.")],
    assignment: Annotated[str, typer.Option(help="What they were handed in for.")],
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write the Reports to this file, too.")
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, help="Of the hidden inputs; drawn anew if left out.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="How many to grade at a time; as many as cores.")
    ] = None,
    scheduler: Annotated[
        str | None, typer.Option(help="A Dask scheduler, tcp://host:8786, to grade on its cluster.")
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Grade also what was graded on this seed before.")
    ] = False,
) -> None:
    """Grade submission folders, without notebook or gradebook, and print a table.

    The exit code is 1 if any could not be graded; the others are.
    """
    from ..grading.run import GradingRun
    from ..grading.task import Task
    from ..outcome import attempt

    for folder in folders:
        if not folder.is_dir():
            raise CourseError(f"{folder} is not a folder")
    if json_file and not json_file.resolve().parent.is_dir():
        raise CourseError(f"{json_file} cannot be written: its folder does not exist")
    if json_file and json_file.is_dir():
        raise CourseError(f"{json_file} cannot be written: it is a folder")
    course, drawn = Course.load(), new_seed() if seed is None else seed
    options = {"workers": jobs, "scheduler": scheduler}
    options = {name: value for name, value in options.items() if value is not None}
    summary = Summary()
    with (
        GradingRun(course, assignment, drawn, keep=seed is not None, **options) as run,
        _json_list(json_file) as write,
    ):

        def take_in(folder: Path) -> Task | Report:
            return attempt(
                partial(Task.of_folder, folder, run.grader), partial(run.not_graded, str(folder))
            )

        def tell(report: Report) -> None:
            content = report.to_json()
            marks = f"{report.score:g} of {report.max_score:g}"
            summary.add(report)
            write(content)
            if progress.disable:
                print(f"{report.submission}: {marks}, {report.status}, {report.seconds:.1f} s")

        def tell_failure(name: str, error: Exception) -> None:
            tell(run.not_graded(name, error))

        with progress_bars() as progress:
            bar = progress.add_task("grading", total=len(folders), failed="")
            for report in run.batch.run(map(take_in, folders), fresh=force):
                attempt(partial(tell, report), partial(tell_failure, report.submission))
                progress.update(bar, advance=1, failed=f"{summary.failed} failed")
    summary.show()
    console.print(f"{summary.conditions}; {run.batch.summary()}", soft_wrap=True)
    if summary.not_graded:
        raise CourseError(
            f"{summary.not_graded} of {len(folders)} submissions could not be graded, see above; "
            "their errors are in the Reports that --json writes"
        )


@contextlib.contextmanager
def _json_list(path: Path | None) -> Iterator[Callable[[bytes], None]]:
    """A function that adds a Report's JSON to a file; the file is there once it is whole."""
    if path is None:
        yield lambda content: None
        return
    with written_whole(path) as file:
        separator = b"[\n"

        def write(content):
            nonlocal separator
            file.write(separator + content)
            separator = b",\n"

        yield write
        file.write(b"\n]\n")


class Summary:
    """What there is to say of many Reports, without keeping them."""

    def __init__(self):
        self.failed = 0  # were not simply graded
        self.not_graded = 0  # of them, those of which nothing is known
        self._headings, self._rows, self._remarks = [], [], []
        self.conditions = ""  # seed and sandbox

    def add(self, report: Report) -> None:
        remarks = what_happened(report)
        self.failed += report.status != "graded"
        self.not_graded += report.status == "not graded"
        self._headings = list(report.grades) or self._headings
        marks = [f"{grade['score']:g}" for grade in report.grades.values()]
        total = f"{report.score:g} / {report.max_score:g}"
        self._rows.append((report.submission, marks, total, report.status))
        if remarks:
            self._remarks.append(f"{report.submission}: {remarks}")
        self.conditions = f"seed {report.seed}, sandbox {report.sandbox}"

    def show(self) -> None:
        """Print what each grade cell of each submission earned, and what went wrong in each."""
        # In a terminal, headings are broken at spaces.
        cells = [name.replace("_", " ") for name in self._headings]
        rows = [
            (name, *(marks or [""] * len(cells)), total, status)
            for name, marks, total, status in self._rows
        ]
        print_table(["submission", *cells, "total", "status"], rows)
        for remark in self._remarks:
            console.print(Text(remark), soft_wrap=True)


def what_happened(report: Report) -> str:
    """The notes of a Report, its diagnosis and the first thing that went wrong, in a line."""
    failed = [test for test in report.tests if not test.passed]
    remarks = list(report.notes)
    named = {each["name"] for found in report.diagnosis.values() for each in found}
    remarks += [f"looks like: {name}" for name in sorted(named)]
    remarks += [f"{name}: {report.reckoning(name)}" for name in report.prices]
    remarks += report.errors[:1] if not report.tests else []  # what follows is a traceback
    if failed:
        remarks.append(f"{failed[0].name}: {failed[0].message.partition(chr(10))[0]}")
    if len(failed) > 1:
        remarks.append(f"and {len(failed) - 1} more tests failed")
    return "; ".join(remarks)


@app.command()
def regrade(
    assignment: Annotated[str, typer.Argument(help="The assignment whose tests were changed.")],
    apply: Annotated[
        bool, typer.Option("--apply", help="Write the new scores, after a gradebook backup.")
    ] = False,
) -> None:
    """Grade a class again and say who gains or loses what; manual scores and comments stay."""
    from ..appeals.regrade import Regrade

    with progress_bars() as progress:
        again = Regrade(Course.load(), assignment, progress.track)
    if again.changes:
        rows = [
            (each.student, each.grade_id, each.test, f"{each.before:g}", f"{each.after:g}")
            for each in again.changes
        ]
        print_table(["student", "cell", "test", "before", "after"], rows)
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
        console.print(Text(f"{student}: {grade_id} was graded by hand: look at it again"))
    if not sums:
        console.print("nobody gains or loses anything")
    for student in again.skipped:
        console.print(Text(f"{student} has handed in anew: run nbgrader autograde {assignment}"))
    console.print(f"saved as {again.save()}", soft_wrap=True)
    if apply:
        if backup := again.apply():
            console.print(f"the gradebook as it was: {backup}", soft_wrap=True)
        console.print("written")
    else:
        console.print("nothing was written: --apply does it")
    if again.failed:
        why = "; ".join(f"{student}: {reason}" for student, reason in again.failed.items())
        raise CourseError(f"{len(again.failed)} keep the marks they have: {why}")


@app.command()
def replay(
    student: Annotated[str, typer.Argument(help="Whose submission.")],
    test: Annotated[str, typer.Argument(help="The test's name, as in the Report.")],
    assignment: Annotated[str, typer.Option(help="What it was handed in for.")],
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
