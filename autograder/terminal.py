"""What the commands write to: the terminal, with progress where somebody watches, and stderr."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeAlias

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from .course.assignment import Exercise
from .text import clean

# What programs and files get is not broken where a terminal would end.
console = Console() if Console().is_terminal else Console(width=10_000)
errors = Console(stderr=True, soft_wrap=True)

_LINES = 10  # of progress, where nobody watches
_GAP = "  "
_NARROWEST = 20  # characters in which a column of text can be read
Row: TypeAlias = tuple[str, Mapping[str, float | None], str, str]  # see print_marks


class _Figures(ProgressColumn):
    """How many failed, where that is counted, and how many are done in a second."""

    def render(self, task):
        figures = [f"{task.fields['failed']} failed"] if task.fields.get("failed") else []
        figures += [f"{task.speed:.1f}/s"] if task.speed else []
        return Text(", ".join(figures))


def _bars() -> Progress:
    """Progress bars in a terminal; nothing elsewhere."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Figures(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


@contextmanager
def progress_of(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """Show how far a run has come: a bar in a terminal, a few lines on stderr elsewhere.

    Args:
        what: is being done, such as "grading".
        total: how many there are.

    Yields:
        A function to call when one more is done, with how many of them failed.
    """
    done = 0
    with _bars() as progress:
        bar = progress.add_task(what, total=total, failed=0)

        def advance(failed: int) -> None:
            nonlocal done
            done += 1
            progress.update(bar, advance=1, failed=failed)
            sparse = done == total or done * _LINES // total > (done - 1) * _LINES // total
            if progress.disable and sparse:
                errors.print(f"{what}: {done} of {total}" + (f", {failed} failed" * bool(failed)))

        yield advance


def track(items: Iterable, description: str, total: int) -> Iterator:
    """Go through items, and show how far that has come; see progress_of."""
    with progress_of(description, total) as advance:
        for item in items:
            yield item
            advance(0)


def print_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table, a line for each row; no name in it is broken.

    In a terminal, names in the first column that leave no room for the others stand on a line of
    their own, and what does not fit into the last column goes on below it, between words.
    """
    lines = [[" ".join(clean(cell, len(cell)).split()) for cell in row] for row in (heading, *rows)]
    columns = [[*map(cell_len, column)] for column in zip(*lines, strict=True)]
    widths = [max(column) for column in columns]
    last = widths.pop()
    if console.is_terminal:
        # Between the first column and the last, all is short: numbers.
        most = console.width - sum(widths[1:]) - len(_GAP) * len(widths)
        first = [each for each in columns[0] if each <= most - min(last, _NARROWEST)]
        widths[0] = max(first, default=0)
        last = most - widths[0]
    for line in lines:
        _print_line(line, widths, last)


def _print_line(line: list[str], widths: list[int], last: int) -> None:
    name, *figures, text = line
    if cell_len(name) > widths[0]:
        console.print(Text(name), soft_wrap=True)
        name = ""
    start = _GAP.join([*map(set_cell_size, [name, *figures], widths), ""])
    wrapped = textwrap.wrap(text, max(last, 1), break_long_words=False, break_on_hyphens=False)
    for piece in wrapped or [""]:
        console.print(Text((start + piece).rstrip()), soft_wrap=True)
        start = " " * len(start)


def print_marks(exercises: Sequence[Exercise], rows: Sequence[Row]) -> None:
    """Print what was earned in each exercise, by its number, and what the numbers stand for.

    Args:
        exercises: of the assignment, in the notebook's order; those that no row knows are left out.
        rows: of each submission its name; grade_id -> points, None where a person is to read it;
            its total; how it ended.
    """
    numbered = {
        str(number): each
        for number, each in enumerate(exercises, 1)
        if any(not marks.keys().isdisjoint(each.cells) for _, marks, _, _ in rows)
    }
    print_table(
        ["student", *numbered, "total", "status"],
        [
            (name, *(_earned(each, marks) for each in numbered.values()), total, status)
            for name, marks, total, status in rows
        ],
    )
    print_exercises(numbered)


def print_exercises(numbered: Mapping[str, Exercise]) -> None:
    """Print what the numbers of exercises stand for."""
    for number, each in numbered.items():
        console.print(Text(f"{number}: {each.title}, {each.points:g} points"), soft_wrap=True)


def _earned(exercise: Exercise, marks: Mapping[str, float | None]) -> str:
    found = [marks[cell] for cell in exercise.cells if cell in marks]
    points = [each for each in found if each is not None]
    if len(points) < len(found):
        return "unread"
    return f"{sum(points):g}" if found else ""
