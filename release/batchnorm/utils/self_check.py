"""Says how far each exercise is, by the checks in tests/: `python -m utils.self_check`.

Every exercise is checked in a fresh process, so that the code as it is saved now counts, and a
loop that never ends, or a crash, costs no other exercise. Nothing is written.
"""

import ast
import html
import json
import os
import re
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

SECONDS = 30  # for the checks of one exercise
REMINDER = (
    "These are the checks you can see. Your points come from hidden tests too, with other inputs; "
    "what you answer in writing is read by a person."
)
HEADER = ["Exercise", "State", "First check that fails"]
LEFT = 'style="text-align: left"'  # notebooks set tables to the right
COLOURS = {"passing": "blue", "failing": "red", "not started": "yellow"}


@dataclass
class Results:
    """How far each exercise is; shown as a table in a notebook and by rich.

    Attributes:
        rows: for each exercise its title, its state (a key of COLOURS), and what its first failing
            check says.
        problem: why nothing could be checked, instead of rows.
    """

    rows: list = field(default_factory=list)
    problem: str = ""

    @property
    def passed(self):
        return bool(self.rows) and all(state == "passing" for _, state, _ in self.rows)

    def __repr__(self):
        lines = [": ".join(filter(None, row)) for row in self.rows]
        return self.problem or "\n".join([*lines, REMINDER])

    def _repr_html_(self):
        if self.problem:
            return f"<b>{html.escape(self.problem)}</b>"
        lines = [[f"<th {LEFT}>{text}</th>" for text in HEADER]]
        lines += [[f"<td {LEFT}>{html.escape(text)}</td>" for text in row] for row in self.rows]
        table = "".join(f"<tr>{''.join(line)}</tr>" for line in lines)
        return f"<table>{table}</table>{REMINDER}"

    def __rich_console__(self, console, options):
        if self.problem:
            yield Text(self.problem, "bold", no_wrap=True, overflow="ignore")
            return
        table = Table(*HEADER)
        for title, state, message in self.rows:
            table.add_row(title, Text(state, COLOURS[state]), Text(message))
        yield table
        yield Text(REMINDER)


def self_check():
    """Run the checks in tests/ of the working directory.

    Returns:
        Results; printed or shown by the notebook, they are a table.
    """
    exercises = dict(_exercises())
    if not exercises:
        folder = Path("tests").absolute()
        return Results(problem=f"No exercise is checked in {folder}: use the folder you were given")
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        found = list(executor.map(_run, exercises))
    for state, message in found:
        if state == "broken":  # what keeps the modules from being imported
            return Results(problem=message)
    return Results([(title, *each) for title, each in zip(exercises.values(), found, strict=True)])


def _exercises():
    """The classes of tests/ named TestExercise<number><InWords>: where each is, and its title."""
    for path in sorted(Path("tests").glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            name = re.fullmatch(r"TestExercise(\d+)(\w+)", getattr(node, "name", ""))
            if name:
                words = re.sub(r"(?<!^)([A-Z])", lambda letter: f" {letter[0].lower()}", name[2])
                yield f"{path.as_posix()}::{node.name}", f"{name[1]} {words}"


def _run(exercise):
    """The state of one exercise, and what its first failing check says."""
    try:
        done = subprocess.run(
            [sys.executable, "-B", "tests/run_exercise.py", exercise],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
        )
        state, message = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        return "failing", f"no end after {SECONDS} s: is there a loop that goes on for ever?"
    except (IndexError, ValueError, TypeError):
        return "failing", f"Python ended in the middle of it, with exit code {done.returncode}"
    return state, textwrap.shorten(message, 200, placeholder=" …")


if __name__ == "__main__":
    console = Console()
    with console.status("Checking …"):
        results = self_check()
    console.print(results)
    sys.exit(not results.passed)
