"""Says how far each exercise is, by the checks in tests/: `python self_check.py`.

Every exercise is checked in a fresh process, conftest.py, so that the code as it is saved now
counts, and a loop that never ends, or a crash, costs no other exercise. Nothing is written.
"""

import ast
import html
import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import textwrap
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

# Before numpy is imported: for arrays as small as these a second thread costs more than it brings.
for _threads in ("OPENBLAS", "OMP", "MKL"):
    os.environ.setdefault(f"{_threads}_NUM_THREADS", "1")

SECONDS = 30  # for the checks of one exercise
REMINDER = (
    "These are the checks you can see. Your points come from hidden tests too, with other inputs; "
    "what you answer in writing is read by a person."
)
HEADER = ["Exercise", "State", "Checks", "First check that fails"]
LEFT = 'style="text-align: left"'  # notebooks set tables to the right
COLOURS = {"passing": "blue", "failing": "red", "not started": "yellow"}
LOOP = "is there a loop that goes on for ever?"


@dataclass
class Results:
    """How far each exercise is; shown as a table in a notebook and by rich.

    Attributes:
        rows: for each exercise its title, its state (a key of COLOURS), how many of its checks
            pass ("6 of 8"), and what the first that fails says.
        problem: why nothing could be checked, instead of rows.
    """

    rows: list = field(default_factory=list)
    problem: str = ""

    @property
    def passed(self):
        return bool(self.rows) and all(row[1] == "passing" for row in self.rows)

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
        from rich.table import Table
        from rich.text import Text

        if self.problem:
            yield Text(self.problem, "bold")
            return
        table = Table(*HEADER)
        for title, state, checks, message in self.rows:
            said = Text(message, overflow="fold")
            table.add_row(title, Text(state, COLOURS[state]), checks, said)
        yield table
        yield Text(REMINDER)


class CheckError(AssertionError):
    """Says what is not right yet; a notebook shows that alone, without a traceback of ours."""

    def _render_traceback_(self):
        first, *others = str(self).splitlines()
        lines = [wrapped for line in others for wrapped in textwrap.wrap(line, 100)]
        return [f"\x1b[1;31m{first}\x1b[0m", *lines]


def self_check():
    """Run the checks in tests/ of the working directory.

    Returns:
        Results; printed or shown by the notebook, they are a table.
    """
    if problem := _lacking("pytest"):
        return Results(problem=problem)
    exercises = dict(_exercises())
    if not exercises:
        folder = Path("tests").absolute()
        return Results(problem=f"No exercise is checked in {folder}: use the folder you were given")
    with ThreadPoolExecutor(len(exercises)) as executor:  # all at once: those that hang, too
        found = list(executor.map(_run, exercises))
    for state, _, message in found:
        if state == "broken":  # what keeps the modules from being imported
            return Results(problem=f"Nothing can be checked until this is mended: {message}")
    rows = [
        (title, state, checks, textwrap.shorten(message, 200, placeholder=" …"))
        for title, (state, checks, message) in zip(exercises.values(), found, strict=True)
    ]
    return Results(rows)


def check(exercise):
    """Run the checks of one exercise, which is given by its number, in a cell of the notebook.

    Raises:
        CheckError: it is not begun, or a check fails; it says what the first that does has to say.
    """
    places = [place for place, title in _exercises() if title.startswith(f"{exercise} ")]
    if not places:  # a notebook that lies alone shows its plots all the same
        print(f"Exercise {exercise}: its checks are not in this folder")
        return
    state, checks, message = _run(places[0])
    if state != "passing":
        count = f"\n({checks} checks pass)" if checks else ""
        state = "failing" if state == "broken" else state
        raise CheckError(f"Exercise {exercise}: {state}\n{message}{count}")
    print(f"Exercise {exercise}: all checks passed")


def _lacking(*packages):
    """A sentence if this Python cannot run the checks, or ""."""
    missing = [name for name in packages if importlib.util.find_spec(name) is None]
    if sys.version_info >= (3, 11) and not missing:
        return ""
    version = ".".join(map(str, sys.version_info[:2]))
    activate = r".venv\Scripts\activate" if os.name == "nt" else "source .venv/bin/activate"
    return (
        f"self_check: this is Python {version} without {', '.join(missing) or 'what it takes'}: "
        f"first run `{activate}` in this folder; README.md says how .venv is made and filled"
    )


def _exercises():
    """The classes of tests/ named TestExercise<number>...: where each is, number and title."""
    for path in sorted(Path("tests").glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if title := exercise_title(getattr(node, "name", "")):
                yield f"{path.as_posix()}::{node.name}", title


def exercise_title(name):
    """Number and title of the exercise whose class of checks has a name; else None."""
    if number := re.match(r"TestExercise(\d+)", name):
        return f"{number[1]} {about()['exercises'][int(number[1]) - 1]['title']}"
    return None


def about():
    """What assignment.toml says."""
    import tomllib  # not before _lacking could say that this Python is too old for it

    return tomllib.loads(Path("assignment.toml").read_text(encoding="utf-8"))


def _run(place):
    """The state of one exercise, how many checks pass, and what the first that fails says."""
    script = str(Path(__file__).with_name("conftest.py"))
    command = [sys.executable, "-P", "-B", script, place, str(SECONDS)]
    try:
        with tempfile.TemporaryFile() as printed:
            done = subprocess.run(
                command, input=b"", stdout=subprocess.PIPE, stderr=printed, timeout=SECONDS + 5
            )
        told, end = done.stdout, f"Python ended in the middle of it, exit code {done.returncode}"
    except subprocess.TimeoutExpired as error:
        told, end = error.stdout or b"", f"no end after {SECONDS} s: {LOOP}"
    if not told:
        return "failing", "", end
    # Each line says how far the checks had come by then, and which of them began.
    state, passed, total, begun, message = json.loads(told.splitlines()[-1])
    if begun:
        state, message = "failing", f"{begun}: {end}"
    return state, f"{passed} of {total}" if total and state != "not started" else "", message


def main():
    """Show the table, and return the exit code."""
    if problem := _lacking("numpy", "pytest", "rich"):
        print(problem, file=sys.stderr)
        return 1
    from rich.console import Console

    console = Console()
    with console.status("Checking …"):
        results = self_check()
    console.print(results)
    return int(not results.passed)


if __name__ == "__main__":
    sys.exit(main())
