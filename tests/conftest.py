"""What the course's own tests share: the course, a grader, and ways to make submissions."""

import os
import shutil
import signal
from pathlib import Path

import pytest
from hypothesis import settings

from autograder.course.config import Course
from autograder.grading.grader import Grader
from autograder.judging.misconceptions import load_bank

# The hidden tests grade submissions; the grader collects them, this run does not.
collect_ignore = ["hidden"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
if CHROMIUM is None:
    collect_ignore.append("browser")

# Debian keeps the server's programs off the PATH.
POSTGRESQL = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
if POSTGRESQL is None:
    collect_ignore.append("nbgrader/test_postgresql.py")

# The same examples in every run, however long each takes; HYPOTHESIS_PROFILE=default draws others.
settings.register_profile("course", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "course"))

# A shell has what it starts in the background ignore Ctrl-C, and so would all that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).parents[1]
SEED = 20260101


# An assignment's description, where what matters of it is little.
ABOUT = """title = "{name}"
order = {order}
hand_in = {hand_in}
bundle = {bundle}

[[exercises]]
title = "all"
points = 1
cells = ["all"]
edit = "the library"
"""


def pytest_report_header():
    return [f"browser: {CHROMIUM}", f"postgresql: {POSTGRESQL}"]


def pytest_terminal_summary(terminalreporter):
    left_out = {
        "tests/browser, for want of a browser (apt-get install chromium)": CHROMIUM,
        "tests/nbgrader/test_postgresql.py, for want of a server (apt-get install postgresql)": (
            POSTGRESQL
        ),
    }
    for what, found in left_out.items():
        if found is None:
            terminalreporter.write_line(f"left out: {what}", yellow=True)


@pytest.fixture(scope="session")
def chromium():
    """The path of a Chromium; without one, no test that asks for it is collected."""
    return CHROMIUM


@pytest.fixture(scope="session")
def course():
    """The course of this repository."""
    return Course.load(ROOT)


@pytest.fixture(scope="session")
def grader(course):
    """Grades submissions to batchnorm in the real sandbox, on one seed."""
    with Grader(course, "batchnorm", SEED) as grader:
        yield grader


@pytest.fixture(scope="session")
def reference():
    """The reference library: path -> text."""
    return {f"nndl/{path.name}": path.read_text() for path in (ROOT / "nndl").glob("*.py")}


@pytest.fixture(scope="session")
def bank(course):
    """The misconceptions about batchnorm, by name."""
    return {misconception.name: misconception for misconception in load_bank(course, "batchnorm")}


@pytest.fixture
def submission(tmp_path):
    """A function that writes a submission's files, path -> text, and returns its folder."""

    def write(files, name="student"):
        folder = tmp_path / name
        for path, content in files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(content)
        folder.mkdir(exist_ok=True)
        return folder

    return write


@pytest.fixture(scope="session")
def write_answer():
    """A function that writes a student's written answer: (folder, text)."""

    import nbformat  # when autograder has been imported: it shortens that

    def write(folder, text):
        path = folder / "Batch-Normalization.ipynb"
        nb = nbformat.read(path, as_version=4)
        (cell,) = (
            cell
            for cell in nb.cells
            if cell.metadata.get("nbgrader", {}).get("grade_id") == "batchnorm_findings"
        )
        cell.source = text
        nbformat.write(nb, path)

    return write


@pytest.fixture
def copy_of_course(tmp_path):
    """A throw-away copy of the course, without what grading leaves behind and the full data."""
    copy = tmp_path / "course"
    copy.mkdir()
    shutil.copy(ROOT / "nbgrader_config.py", copy)
    ignore = shutil.ignore_patterns("__pycache__", "cifar10.npz")
    for folder in ("source", "nndl", "utils", "tests/hidden", "release"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=ignore)
    return copy


@pytest.fixture(scope="session")
def describe():
    """A function that writes an assignment's description into a course."""

    def write(root, name, order, hand_in, bundle=("nndl/*.py",)):
        path = root / "source" / name / "assignment.toml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            ABOUT.format(name=name, order=order, hand_in=list(hand_in), bundle=list(bundle))
        )

    return write
