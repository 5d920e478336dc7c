"""A finished evaluation is used again while all that it depends on is the same, and no longer."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.course.config import Course
from autograder.course.manifest import Release
from autograder.grading import dependencies
from autograder.grading.grader import Grader
from autograder.judging.reference import solved

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
    done = subprocess.run(command, cwd=course.path, capture_output=True, text=True, timeout=900)
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
    before = dependencies.tests(copy_of_course / TESTS, True)
    path = copy_of_course / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"changed")
    assert (dependencies.tests(copy_of_course / TESTS, True) != before) == changes


@pytest.fixture
def two_assignments(copy_of_course, describe, release):
    """A course in which another assignment follows; both are released."""
    (copy_of_course / "nndl/conv.py").write_text(LATER)
    describe(copy_of_course, "convnet", 9, ["nndl/conv.py"])
    release(Course.load(copy_of_course), "convnet")
    return copy_of_course


def of(folder, assignment):
    course = Course.load(folder)
    release = Release.read(course.release(assignment))
    return dependencies.library(release.library, solved(course, assignment, release))


def change(path, old, new):
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))


def test_work_on_another_assignment_evaluates_none_anew(two_assignments):
    before = of(two_assignments, "batchnorm")
    change(two_assignments / "nndl/conv.py", "x * w", "w * x")
    change(two_assignments / "nndl/layers.py", "import numpy as np", "import numpy as np, math")
    with (two_assignments / "nndl/layer_utils.py").open("a") as file:
        file.write("\nfrom .conv import conv_forward\n")
    assert of(two_assignments, "batchnorm") == before


def test_work_on_its_own_solution_counts(two_assignments):
    before = of(two_assignments, "convnet")
    change(two_assignments / "nndl/conv.py", "x * w", "w * x")
    assert of(two_assignments, "convnet") != before


def test_what_is_released_with_it_counts_from_its_next_release(two_assignments, release):
    before = of(two_assignments, "convnet")
    change(two_assignments / "nndl/layers.py", "np.mean(centred**2", "np.mean(centred * centred")
    assert of(two_assignments, "convnet") == before
    release(Course.load(two_assignments), "convnet")
    assert of(two_assignments, "convnet") != before


def test_a_correct_solution_counts_where_the_bank_has_it_searched(copy_of_course):
    def of_the_course():
        with Grader(Course.load(copy_of_course), "batchnorm", 7) as grader:
            return grader.hashes["course"]

    correct = copy_of_course / TESTS / "correct"
    before = of_the_course()
    for name, counts in ("einsum_everywhere", False), ("graph_staged_tuple_of_12", True):
        with (correct / name / "layers.py").open("a") as file:
            file.write("\n# changed\n")
        assert (of_the_course() != before) == counts
