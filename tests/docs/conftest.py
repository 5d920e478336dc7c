"""Reads the documentation as its readers do: what it has them write, and what it has them run.

A block ```bash holds commands, one ```console commands after "$ " and what they print, where "…"
stands for anything. A {code-block} with a caption is a file. `<!-- not run: reason -->` before a
block, which nobody sees on the page, says that the tests cannot run it.
"""

import os
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import NamedTuple

import pytest
from markdown_it import MarkdownIt

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
