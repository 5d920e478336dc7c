"""What the commands write to: the terminal, with progress where somebody watches, and stderr."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    TextColumn,
    TimeRemainingColumn,
)
from rich.table import Table
from rich.text import Text

# What programs and files get is not broken where a terminal would end.
console = Console() if Console().is_terminal else Console(width=10_000)
errors = Console(stderr=True, soft_wrap=True)


class _Figures(ProgressColumn):
    """How many failed, where that is counted, and how many are done in a second."""

    def render(self, task):
        figures = [task.fields["failed"]] if "failed" in task.fields else []
        figures += [f"{task.speed:.1f}/s"] if task.speed else []
        return Text(", ".join(figures))


def progress_bars() -> Progress:
    """Progress bars in a terminal; nothing elsewhere."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Figures(),
        TimeRemainingColumn(),
    )
    return Progress(*columns, console=console, transient=True, disable=not console.is_terminal)


def print_table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table: fitted into a terminal; elsewhere as it is, a line for each row."""
    if console.is_terminal:
        table = Table(*heading, box=box.SIMPLE_HEAD, padding=0)
        table.columns[0].overflow = "fold"
        for row in rows:
            # Text, not str: rich reads a str for markup, and a student chose the name.
            table.add_row(*map(Text, row))
        console.print(table)
        return
    lines = [[" ".join(cell.split()) for cell in row] for row in (heading, *rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    for line in lines:
        padded = map(str.ljust, line, widths)
        console.print(Text("  ".join(padded).rstrip()), soft_wrap=True)
