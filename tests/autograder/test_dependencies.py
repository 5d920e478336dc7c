"""A finished evaluation is used again while all that it depends on is the same, and no longer."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course.config import Course
from autograder.course.regions import library
from autograder.grading import dependencies

LOADED = """
import sys
from pathlib import Path
from autograder.grading.task import Task, evaluate
from autograder.course import Course
from autograder.grading.grader import Grader
course = Course.load(Path(sys.argv[1]))
with Grader(course, "batchnorm", 7) as grader:
    evaluate(Task.of_folder(Path(sys.argv[2]), grader).encode())
modules = [module for name, module in sys.modules.items() if name.startswith("autograder.")]
print(*(module.__file__ for module in modules), sep="\\n")
"""
TESTS = "tests/hidden/batchnorm"
LATER = '''"""Convolutions."""


def conv_forward(x, w):
    """Convolve."""
    ### BEGIN SOLUTION convnet
    return x * w
    ### END SOLUTION
'''


def test_a_process_that_evaluates_loads_nothing_that_is_not_hashed(course, submission):
    command = [sys.executable, "-c", LOADED, str(course.path), str(submission({}))]
    done = subprocess.run(command, cwd=course.path, capture_output=True, text=True, timeout=120)
    hashed = {str(path) for path in dependencies.evaluating_modules()}
    assert done.stdout.splitlines()
    assert set(done.stdout.splitlines()) <= hashed, done.stderr
    names = {Path(path).name for path in hashed}
    assert {"grader.py", "worker.py", "wire.py", "syscalls.py", "checks.py", "regions.py"} <= names
    assert not names & {"main.py", "page.py", "instructor.py", "tables.py", "record.py"}


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        (f"{TESTS}/conftest.py", True),
        (f"{TESTS}/expected.npz", True),
        (f"{TESTS}/data/more/expected.csv", True),
        (f"{TESTS}/forms/batchnorm after relu/one/layers.py", False),
        (f"{TESTS}/correct/mine/layers.py", False),
        (f"{TESTS}/__pycache__/conftest.pyc", False),
    ],
)
def test_the_tests_are_whatever_they_may_read(copy_of_course, name, changes):
    before = dependencies.tests(copy_of_course / TESTS)
    path = copy_of_course / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"changed")
    assert (dependencies.tests(copy_of_course / TESTS) != before) == changes


@pytest.fixture
def two_assignments(copy_of_course, describe):
    """A course in which another assignment follows."""
    (copy_of_course / "nndl/conv.py").write_text(LATER)
    describe(copy_of_course, "convnet", 5, ["nndl/conv.py"])
    return copy_of_course


def of(folder, assignment):
    course = Course.load(folder)
    return dependencies.library(course, assignment, library(course, assignment))


def test_work_on_a_later_assignment_evaluates_an_earlier_one_as_little_as_it_changes_it(
    two_assignments,
):
    before = of(two_assignments, "batchnorm"), of(two_assignments, "convnet")
    (two_assignments / "nndl/conv.py").write_text(LATER.replace("x * w", "w * x"))
    assert of(two_assignments, "batchnorm") == before[0]
    assert of(two_assignments, "convnet") != before[1]


def test_work_on_its_own_solution_and_on_earlier_ones_counts(two_assignments):
    before = of(two_assignments, "batchnorm"), of(two_assignments, "convnet")
    path = two_assignments / "nndl/layers.py"
    path.write_text(path.read_text().replace("np.mean(centred**2", "np.mean(centred * centred"))
    assert "centred * centred" in path.read_text()
    assert of(two_assignments, "batchnorm") != before[0]
    assert of(two_assignments, "convnet") != before[1]
