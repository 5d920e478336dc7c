"""Templates of pages, a student's and an instructor's, which hold what other people wrote."""

from __future__ import annotations

import functools
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined


@functools.cache
def templates(folder: Path) -> Environment:
    """A folder's templates, which escape whatever they are told, and are told all they ask for."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["points"] = lambda value: f"{round(value, 2):g}"
    return environment
