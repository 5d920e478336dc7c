"""Grades folders, without notebook or gradebook."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.text import Text

from ..course.assignment import Exercise
from ..course.config import Course, CourseError, new_seed
from ..files import written_whole
from ..report import Report
from ..terminal import Row, console, print_marks, progress_of

app = typer.Typer()


@app.command()
def grade(
    assignment: Annotated[str, typer.Argument(help="What was handed in.")],
    folders: Annotated[list[Path], typer.Argument(help="Submissions, a folder each.")],
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

    course, drawn = Course.load(), new_seed() if seed is None else seed
    course.check_assignment(assignment)
    for folder in folders:
        _check_folder(folder, assignment, course.package)
    if json_file and not json_file.resolve().parent.is_dir():
        raise CourseError(f"{json_file} cannot be written: its folder does not exist")
    if json_file and json_file.is_dir():
        raise CourseError(f"{json_file} cannot be written: it is a folder")
    options = {"workers": jobs, "scheduler": scheduler}
    options = {name: value for name, value in options.items() if value is not None}
    summary = Summary(course.assignments[assignment].exercises)
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
            summary.add(report)
            write(content)

        def tell_failure(name: str, error: Exception) -> None:
            tell(run.not_graded(name, error))

        with progress_of("grading", len(folders)) as advance:
            for report in run.batch.run(map(take_in, folders), fresh=force):
                attempt(partial(tell, report), partial(tell_failure, report.submission))
                advance(summary.failed)
    summary.show()
    console.print(f"{summary.conditions}; {run.batch.summary()}", soft_wrap=True)
    if not json_file:
        command = f"autograder grade {assignment} … --seed {drawn} --json reports.json"
        console.print(Text(f"next: {command}: every test, and what it says"), soft_wrap=True)
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


def _check_folder(folder: Path, assignment: str, package: str) -> None:
    """Raise CourseError unless a folder may be a submission, and not one that holds some."""
    if not folder.is_dir():
        raise CourseError(f"{folder} is not a folder")
    if not (folder / package).is_dir():
        for inside in (assignment, f"*/{assignment}"):
            if any(each.is_dir() for each in folder.glob(inside)):
                raise CourseError(
                    f"{folder} holds submissions and is none: "
                    f"autograder grade {assignment} {folder / inside}"
                )


class Summary:
    """What there is to say of many Reports, without keeping them."""

    def __init__(self, exercises: Sequence[Exercise]):
        self.failed = 0  # were not simply graded
        self.not_graded = 0  # of them, those of which nothing is known
        self._exercises = exercises
        self._rows: list[Row] = []
        self._remarks: list[str] = []
        self.conditions = ""  # seed and sandbox

    def add(self, report: Report) -> None:
        remarks = what_happened(report)
        self.failed += report.status != "graded"
        self.not_graded += report.status == "not graded"
        marks = {name: grade["score"] for name, grade in report.grades.items()}
        total = f"{report.score:g} / {report.max_score:g}"
        self._rows.append((report.submission, marks, total, report.status))
        if remarks:
            self._remarks.append(f"{report.submission}: {remarks}")
        self.conditions = f"seed {report.seed}, sandbox {report.sandbox}"

    def show(self) -> None:
        """Print what each exercise of each submission earned, and what went wrong in each."""
        print_marks(self._exercises, self._rows)
        for remark in self._remarks:
            console.print(Text(remark), soft_wrap=True)


def what_happened(report: Report) -> str:
    """The notes of a Report, its diagnosis and the first thing that went wrong, in a line."""
    failed = [test for test in report.tests if not test.passed]
    remarks = list(report.notes)
    remarks += [f"looks like: {name}" for name in report.named]
    remarks += [f"{name}: {report.reckoning(name)}" for name in report.prices]
    remarks += report.errors[:1] if not report.tests else []  # what follows is a traceback
    if failed:
        remarks.append(f"{failed[0].name}: {failed[0].message.partition(chr(10))[0]}")
    if len(failed) > 1:
        remarks.append(f"and {len(failed) - 1} more tests failed")
    return "; ".join(remarks)
