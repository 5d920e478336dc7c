"""What the commands write to: the terminal, with progress where somebody watches, and stderr."""

from __future__ import annotations

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
