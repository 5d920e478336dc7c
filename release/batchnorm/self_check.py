"""Says how far each exercise is, by the checks in tests/: `python self_check.py`.

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
import tomllib
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

# A second BLAS thread costs nets as small as these more than it brings. Before numpy is imported.
for threads in "OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS":
    os.environ.setdefault(threads, "1")

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
        from rich.table import Table
        from rich.text import Text

        if self.problem:
            yield Text(self.problem, "bold", no_wrap=True, overflow="ignore")
            return
        table = Table(*HEADER)
        for title, state, message in self.rows:
            table.add_row(title, Text(state, COLOURS[state]), Text(message))
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
    exercises = dict(_exercises())
    if not exercises:
        folder = Path("tests").absolute()
        return Results(problem=f"No exercise is checked in {folder}: use the folder you were given")
    with ThreadPoolExecutor(os.cpu_count()) as executor:
        found = [(state, _in_a_line(said)) for state, said in executor.map(_run, exercises)]
    for state, message in found:
        if state == "broken":  # what keeps the modules from being imported
            return Results(problem=message)
    return Results([(title, *each) for title, each in zip(exercises.values(), found, strict=True)])


def check(exercise):
    """Run the checks of one exercise, which is given by its number, in a cell of the notebook.

    Raises:
        CheckError: it is not begun, or a check fails; it says what the first that does has to say.
    """
    places = (place for place, title in _exercises() if title.startswith(f"{exercise} "))
    state, message = _run(next(places))
    if state != "passing":
        raise CheckError(f"Exercise {exercise}: {state}\n{message}")
    print(f"Exercise {exercise}: all checks passed")


def _in_a_line(message):
    return textwrap.shorten(message, 200, placeholder=" …")


def _exercises():
    """The classes of tests/ named TestExercise<number>...: where each is, number and title."""
    for path in sorted(Path("tests").glob("test_*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if name := re.match(r"TestExercise(\d+)", getattr(node, "name", "")):
                title = _about()["exercises"][int(name[1]) - 1]["title"]
                yield f"{path.as_posix()}::{node.name}", f"{name[1]} {title}"


def _about():
    """What assignment.toml says."""
    return tomllib.loads(Path("assignment.toml").read_text(encoding="utf-8"))


def _run(exercise):
    """The state of one exercise, and what its first failing check says."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-B", __file__, exercise],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=SECONDS,
        )
        state, message = json.loads(done.stdout.splitlines()[-1])
    except subprocess.TimeoutExpired:
        return "failing", f"no end after {SECONDS} s: is there a loop that goes on for ever?"
    except (IndexError, ValueError, TypeError):
        return "failing", f"Python ended in the middle of it, with exit code {done.returncode}"
    return state, message


def _check(exercise):
    """Run the checks of one exercise in this process, print what _run reads, and end it."""
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"  # whatever is installed takes its time
    import pytest

    first = _FirstFailure()
    # Nothing from a folder further up.
    options = ["-c", str(Path(__file__).with_name("pytest.ini")), "--rootdir=."]
    options += ["-x", "--assert=plain", "-p", "no:cacheprovider"]
    code = pytest.main([*options, exercise], [first])
    found = first.found or ("failing", "the checks broke off; `pytest` in a terminal says why")
    print(json.dumps(("passing", "") if code == pytest.ExitCode.OK else found), flush=True)
    os._exit(0)  # whatever the code under test left running or would still print


class _FirstFailure:
    """Counts the checks that pass, and explains the first that fails: state and message."""

    passed, found = 0, None

    def pytest_runtest_logreport(self, report):
        self.passed += report.when == "call" and report.passed

    def pytest_exception_interact(self, node, call, report):
        error = call.excinfo.value
        if report.when == "collect":
            # pytest wraps what keeps a module from being imported in an error of its own.
            self.found = "broken", _describe(error.__cause__ or error)
        elif isinstance(error, NotImplementedError) and not self.passed:
            self.found = "not started", str(error)
        else:
            check = node.originalname.removeprefix("test_").replace("_", " ")
            self.found = "failing", f"{check}: {_describe(error)}"


def _describe(error):
    """What was raised, and where in the modules that are handed in."""
    if isinstance(error, SyntaxError):
        return f"{_below(error.filename)}, line {error.lineno}: {error.msg}"
    packages, where = {name.partition("/")[0] for name in _about()["hand_in"]}, ""
    for frame in traceback.extract_tb(error.__traceback__):
        name = _below(frame.filename)
        if name.partition("/")[0] in packages:
            where = f"{name}, line {frame.lineno}: "
    if isinstance(error, AssertionError) and not where:  # a check that fails explains itself
        return str(error)
    return f"{where}{type(error).__name__}: {error}"


def _below(filename):
    """A file's path below the working directory, or as it is."""
    path = Path(filename).resolve()
    folder = Path.cwd()
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else filename


def main():
    """Show the table, and return the exit code."""
    from rich.console import Console

    console = Console()
    with console.status("Checking …"):
        results = self_check()
    console.print(results)
    return int(not results.passed)


if __name__ == "__main__":
    if sys.argv[1:]:
        _check(sys.argv[1])
    sys.exit(main())
