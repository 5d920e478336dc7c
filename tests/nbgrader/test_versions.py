"""A class is marked by one version of the tests, or told who was marked by which."""

import subprocess
import sysconfig
from pathlib import Path

import pytest

OTHER = "marked by other tests than those graded last: run autograder regrade --apply"
MIXED = "The class was not marked by one version of the tests"


@pytest.fixture(scope="module")
def classroom(make_classroom, reference):
    """A class of which ada and bo were graded before the bank was changed."""
    classroom = make_classroom()
    for student in ("ada", "bo"):
        classroom.hand_in(student, reference)
    classroom.log = classroom.nbgrader("autograde", "toy", "--no-execute")
    with (classroom.root / "tests/hidden/toy/misconceptions.py").open("a") as bank:
        bank.write("\n# another version\n")
    return classroom


def autograder(classroom, *arguments):
    command = [Path(sysconfig.get_path("scripts")) / "autograder", *arguments]
    return subprocess.run(
        command, cwd=classroom.root, capture_output=True, text=True, timeout=900
    ).stdout


def page(classroom):
    autograder(classroom, "report", "toy")
    return (classroom.root / "reports/toy/report.html").read_text()


def test_who_was_marked_by_other_tests_is_named_until_all_are_marked_by_one_version(
    classroom, reference
):
    assert "have changed" not in classroom.log
    assert MIXED not in page(classroom)

    classroom.hand_in("carl", reference)
    log = classroom.nbgrader("autograde", "toy", "--no-execute")
    assert "have changed since 2 were marked (ada, bo)" in log
    assert "autograder regrade toy --apply" in log
    assert MIXED in page(classroom)
    waiting = autograder(classroom, "feedback", "toy").splitlines()
    (line,) = [line for line in waiting if OTHER in line]
    assert line.endswith("(2): ada, bo")

    autograder(classroom, "regrade", "toy", "--apply")
    assert "have changed" not in classroom.nbgrader("autograde", "toy", "--no-execute")
    assert MIXED not in page(classroom)
    assert OTHER not in autograder(classroom, "feedback", "toy")
