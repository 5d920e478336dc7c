"""What the course's own tests share: the course, a grader, and ways to make submissions."""

import os
import shutil
import signal
import sysconfig
from pathlib import Path

import pytest
from hypothesis import settings

from autograder.course.config import Course
from autograder.course.manifest import Kind, Manifest, Release
from autograder.course.regions import bundle
from autograder.grading.grader import Grader
from autograder.judging.misconceptions import load_bank
from autograder.judging.reference import read_library, solved
from tests.helpers import ROOT, make_course

# The hidden tests grade submissions; the grader collects them, this run does not.
collect_ignore = ["hidden", "toy"]

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, BROWSERS)), None)
if CHROMIUM is None:
    collect_ignore.append("browser")

# Debian keeps the server's programs off the PATH.
POSTGRESQL = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None)
if POSTGRESQL is None:
    collect_ignore.append("nbgrader/test_postgresql.py")

# nbgrader makes a new gradebook with `alembic`, which it looks for on the PATH.
os.environ["PATH"] = os.pathsep.join([sysconfig.get_path("scripts"), os.environ["PATH"]])

# The same examples in every run, however long each takes; HYPOTHESIS_PROFILE=default draws others.
settings.register_profile("course", derandomize=True, deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "course"))

# A shell has what it starts in the background ignore Ctrl-C, and so would all that tests start.
signal.signal(signal.SIGINT, signal.default_int_handler)

SEED = 20260101

# What `make check` leaves to `make test`: what grades whole classes, attacks, or waits.
SLOW = (
    *("nbgrader", "browser", "hostile", "docs", "course"),
    *(f"autograder/test_{each}.py" for each in ("batch", "cli", "dask", "grading", "mutants")),
    *(f"autograder/test_{each}.py" for each in ("diagnosis", "excuses", "neighbours", "prices")),
    *(f"autograder/test_{each}.py" for each in ("notebook_bounds", "own_work", "right_work")),
    *(f"autograder/test_{each}.py" for each in ("sanitize", "watch")),
)

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


def pytest_configure(config):
    config.addinivalue_line("markers", "slow: left to `make test`")


def pytest_collection_modifyitems(items):
    for item in items:
        if any(item.path.is_relative_to(ROOT / "tests" / name) for name in SLOW):
            item.add_marker("slow")


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
def reference(course):
    """The library as it is released with batchnorm, solved: path -> text."""
    return solved(course, "batchnorm", Release.read(ROOT / "release" / "batchnorm"))


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


@pytest.fixture
def copy_of_course(tmp_path):
    """A throw-away copy of the course."""
    return make_course(tmp_path / "course")


@pytest.fixture(scope="session")
def toy(tmp_path_factory):
    """A released course of one small assignment, for tests to which it does not matter: a copy."""
    from autograder.authoring.validate import generate  # seconds of imports, which few tests need

    root = make_course(tmp_path_factory.mktemp("toy") / "course", ROOT / "tests/toy", release=False)
    course = Course.load(root)
    generate(course, "toy", root)
    return course


@pytest.fixture
def copy_of_toy(toy, tmp_path):
    """A throw-away copy of the toy course."""
    return make_course(tmp_path / "course", toy.path)


@pytest.fixture(scope="session")
def toy_grader(toy):
    """Grades submissions to the toy assignment in the real sandbox, on one seed."""
    with Grader(toy, "toy", SEED) as grader:
        yield grader


@pytest.fixture(scope="session")
def toy_reference(toy):
    """The toy course's library: path -> text."""
    return read_library(toy)


@pytest.fixture(scope="session")
def toy_bank(toy):
    """The misconceptions about the toy assignment, by name."""
    return {misconception.name: misconception for misconception in load_bank(toy, "toy")}


@pytest.fixture(scope="session")
def release():
    """A function that releases an assignment of a course as nbgrader would, notebooks unchanged."""

    def write(course, name):
        released = bundle(course, name)
        kinds = {path: each.kind for path, each in released.items()}
        files = {path: each.content for path, each in released.items()}
        for path in filter(Path.is_file, course.source(name).rglob("*")):
            files[path.relative_to(course.source(name)).as_posix()] = path.read_bytes()
        kinds |= {path: Kind.HAND_IN for path in files if path.endswith(".ipynb")}
        shutil.rmtree(course.release(name), ignore_errors=True)
        for path, content in files.items():
            (course.release(name) / path).parent.mkdir(parents=True, exist_ok=True)
            (course.release(name) / path).write_bytes(content)
        manifest = Manifest.of(files, kinds).encode()
        (course.release(name) / "manifest.json").write_bytes(manifest)
        return Release.read(course.release(name))

    return write


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
