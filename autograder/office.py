"""Commands around grading: submissions come in; a report, feedback and marks go out."""

from __future__ import annotations

import typer

app = typer.Typer()
