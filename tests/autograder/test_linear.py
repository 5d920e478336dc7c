"""No step takes more than twice the work for a submission that hands in twice as much.

Work is lines of Python that run, which are the same on a busy machine.
"""

import sys

import numpy as np
import pytest

from autograder.report import Report, TestResult
from autograder.sandbox.inside import wire
from autograder.text import clean


def work(function, *given):
    lines = 0

    def count(frame, event, _):
        nonlocal lines
        lines += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        function(*given)
    finally:
        sys.settrace(before)
    return lines


@pytest.fixture
def staging(grader, submission):
    """A function that makes a submission of so many files ready to be taken in."""

    def make(size):
        files = {f"nndl/helper_{n}.py": f"x = {n}\n" * size for n in range(size)}
        return grader.intake.stage, submission(files, f"of{size}"), "ada"

    return make


def answer(size):
    value = [np.ones(3), {"a": (1, 2.0)}, "text", wire.Reference(1, "Net")] * size
    return wire.decode, wire.encode([1, "value", value, {}])


def text(size):
    return clean, "\x1b[1m\u202e" * size, 10 * size


def report(size):
    tests = [TestResult(f"{n}", f"cell {n % 4}", 2, False, "wrong") for n in range(size)]
    whole = Report("ada", "a", "graded", tests, 7, "", 1.5, ["note"] * size, ["error"] * size)
    return Report.from_json, whole.to_json()


@pytest.mark.parametrize("step", [answer, text, report])
def test_a_step_takes_twice_the_work_for_twice_as_much(step):
    once, twice = (work(*step(size)) for size in (40, 80))
    assert twice <= 2.2 * once


def test_intake_takes_twice_the_work_for_twice_as_many_files(staging):
    once, twice = (work(*staging(size)) for size in (40, 80))
    assert twice <= 2.2 * once
