"""Reads the documentation as its readers do: what it has them write, and what it has them run.

A block ```bash holds commands, one ```console commands after "$ " and what they print, where "…"
stands for anything. A {code-block} with a caption is a file. `<!-- not run: reason -->` before a
block, which nobody sees on the page, says that the tests cannot run it.

A page on students' mistakes says in the last cells of each row of its table what grading makes of
one: a hidden test that notices it, the points it costs, and the name its student reads.
"""

import os
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt

from autograder.grading.grader import Grader
from autograder.judging.misconceptions import load_bank
from autograder.judging.reference import read_library

ROOT = Path(__file__).parents[2]
_CAPTION = re.compile(r":caption: (?P<path>\S+)(?P<appended> \(at its end\))?\n(?P<text>.*)", re.S)
_NOT_RUN = re.compile(r"<!-- not run: (?P<reason>.+) -->")


class Commands(NamedTuple):
    """A block of commands, what they must print, and why they cannot be run ("" if they can)."""

    script: str
    prints: list[str]
    not_run: str


class File(NamedTuple):
    """A file a page has its reader write, or end with more."""

    path: str
    text: str
    appended: bool


class Row(NamedTuple):
    """What a row of a page on mistakes says that grading makes of one."""

    test: str
    costs: float
    name: str


def _rows(page):
    """The Rows of a page on mistakes."""
    lines = [line for line in page.read_text().splitlines() if line.startswith("|")]
    for line in lines[2:]:
        _, _, test, costs, name = (cell.strip() for cell in line.strip("|").split("|"))
        yield Row(test, float(costs), name)


def pytest_generate_tests(metafunc):
    """Run a test that takes a row for each of the page on mistakes in its module's ASSIGNMENT."""
    if "row" in metafunc.fixturenames:
        rows = [*_rows(ROOT / "docs" / f"mistakes-{metafunc.module.ASSIGNMENT}.md")]
        assert rows, "the page lists no mistakes"
        metafunc.parametrize("row", rows, ids=[row.name for row in rows])


def _blocks(page):
    """The Commands and Files of a page, in its order."""
    tokens = MarkdownIt().parse((ROOT / page).read_text())
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type != "fence":
            continue
        reason = _NOT_RUN.match(before.content) if before and before.type == "html_block" else None
        if token.info in ("bash", "console"):
            lines = [line for line in token.content.splitlines() if line]
            if token.info == "console":
                commands = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
                prints = [line for line in lines if not line.startswith("$ ")]
            else:
                commands, prints = lines, []
            yield Commands("\n".join(commands), prints, reason["reason"] if reason else "")
        elif token.info.startswith("{code-block}") and (file := _CAPTION.match(token.content)):
            yield File(file["path"], file["text"], bool(file["appended"]))


def _run(script, folder, scripts=sysconfig.get_path("scripts")):  # noqa: B008
    """Run commands in a folder, assert that all succeed, and return what they print."""
    path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder, env={**os.environ, "PATH": path, "COLUMNS": "200"}, text=True, timeout=900,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    assert done.returncode == 0, f"{script}\n{done.stdout[-3000:]}"
    return done.stdout


def _follow(page, folder, **where):
    """Do in a folder what a page says, and assert that what it says happens."""
    for block in _blocks(page):
        if isinstance(block, File):
            path = folder / block.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text((path.read_text() if block.appended else "") + block.text)
        elif not block.not_run:
            printed = _run(block.script, folder, **where)
            for line in block.prints:
                pattern = re.escape(line.strip()).replace("…", ".*")
                found = re.search(f"^ *{pattern} *$", printed, re.M)
                assert found, f"{page}: {line!r} is not in\n{printed[-3000:]}"


@pytest.fixture(scope="session")
def blocks():
    """A function: page -> its blocks of commands and its files."""
    return _blocks


@pytest.fixture(scope="session")
def run():
    """A function that runs commands in a folder: (script, folder)."""
    return _run


@pytest.fixture(scope="session")
def follow():
    """A function that does in a folder what a page says: (page, folder), scripts= of commands."""
    return _follow


@pytest.fixture(scope="module")
def _mistakes_grader(request, course):
    with Grader(course, request.module.ASSIGNMENT, seed=3) as grader:
        yield grader


@pytest.fixture
def assert_holds(request, course, _mistakes_grader, submission):
    """A function that grades the mistake of a row and asserts that what the row says is so."""

    def assert_holds(row):
        bank = load_bank(course, request.module.ASSIGNMENT)
        (mistake,) = (each for each in bank if each.name == row.name)
        report = _mistakes_grader.grade(submission(mistake.apply(read_library(course))))
        assert row.test in [test.name for test in report.tests if not test.passed]
        assert report.named == [row.name]
        assert report.max_score - report.score == row.costs

    return assert_holds
