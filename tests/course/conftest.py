"""What tests of the student's side share: the folder a student gets."""

import shutil
import subprocess
import sys

import pytest

from autograder.judging.reference import read_library
from tests.helpers import ROOT


@pytest.fixture
def released(request, tmp_path):
    """A copy of the release that a test module is about, its ASSIGNMENT, to work in."""
    name = getattr(request.module, "ASSIGNMENT", "batchnorm")
    ignore = shutil.ignore_patterns("__pycache__", ".*", "cifar10.npz")
    return shutil.copytree(ROOT / "release" / name, tmp_path / name, ignore=ignore)


@pytest.fixture
def asked(released):
    """A function that says what a line prints that uses self_check, white space folded."""

    def run(line):
        script = f"from self_check import check, self_check; {line}"
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=released, capture_output=True, text=True
        )
        return " ".join((done.stdout + done.stderr).split())

    return run


@pytest.fixture
def library(course):
    """All of the course's library, not batchnorm's alone: path -> text."""
    return read_library(course)


@pytest.fixture
def told(released, asked, library):
    """A function that says the same with the reference handed in, some texts put for others."""

    def run(line, *pairs):
        assert all(any(old in text for text in library.values()) for old, _ in pairs)
        for path, text in library.items():
            if (released / path).exists():
                for old, new in pairs:
                    text = text.replace(old, new)
                (released / path).write_text(text)
        return asked(line)

    return run


@pytest.fixture
def solve(released, reference):
    """A function that writes the reference's modules, with one text replaced by another."""

    def write(old="", new=""):
        for path, text in reference.items():
            (released / path).write_text(text.replace(old, new) if old else text)

    return write


@pytest.fixture
def said(released, reference):
    """A function that says what the check of an exercise does about one text put for another."""

    def check(exercise, old, new):
        assert any(old in text for text in reference.values())
        for path, text in reference.items():
            (released / path).write_text(text.replace(old, new))
        script = f"from self_check import check; check({exercise})"
        done = subprocess.run(
            [sys.executable, "-c", script], cwd=released, capture_output=True, text=True
        )
        return done.stderr.partition(f"Exercise {exercise}: failing\n")[2].strip()

    return check
