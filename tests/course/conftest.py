"""What tests of the student's side share: the folder a student gets."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RELEASE = Path(__file__).parents[2] / "release" / "batchnorm"


@pytest.fixture
def released(tmp_path):
    """A copy of the released folder, to work in."""
    ignore = shutil.ignore_patterns("__pycache__", ".*", "cifar10.npz")
    return shutil.copytree(RELEASE, tmp_path / "batchnorm", ignore=ignore)


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
