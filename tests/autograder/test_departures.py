"""Where nothing explains a value, it is said how it departs, without the value it should have."""

import numpy as np
import pytest

from autograder.judging.departures import describe
from autograder.judging.replays import Part
from autograder.judging.traces import Name, Step
from autograder.sandbox.inside import wire
from autograder.sandbox.inside.messages import Error, Value

FILES = {"nndl/layers.py": "def scale_backward(dout, cache):\n    return dx, dgamma\n"}
RIGHT = np.array([[1.0, -2.0, 4.0], [3.0, 0.5, -1.0]])


def said(theirs, ours=RIGHT, subject="layers.scale_backward", place=0, calls=1):
    step = Step(subject, "call", [Name(subject), [], {}], Value(1, theirs, {}))
    before = [step._replace(answer=Value(1, each, {})) for each in range(calls - 1)]
    return describe([*before, step], Part(step, place, theirs, ours, False), FILES)


@pytest.mark.parametrize(
    ("theirs", "how"),
    [
        (-RIGHT, "dx has the wrong sign"),
        (0.25 * RIGHT, "dx is 0.25 times what is right"),
        (0 * RIGHT, "dx is zero everywhere"),
        (RIGHT + 2, "dx is shifted, everywhere by the same"),
        (np.add(RIGHT, [1, 2, 3]), "dx is shifted, by another amount in each column"),
        (RIGHT * [1, 2, 3], "dx is right but for a factor, another in each column"),
        (RIGHT * [[1], [3]], "dx is right but for a factor, another in each row"),
        (RIGHT[::-1], "dx holds the right values in other places"),
        (np.add(RIGHT, [[0, 0, 0], [0, 7, 0]]), "dx is wrong in 1 of 6 values"),
        (RIGHT[0], "dx has shape (3,) in place of (2, 3)"),
        (RIGHT * np.nan, "dx holds nan or infinity"),
        (None, "dx is missing"),
        ("no array", "dx is 'no array'"),
    ],
)
def test_it_is_said_how_a_value_departs(theirs, how):
    assert said(theirs).startswith(how)


def test_sums_over_the_rows_tell_which_way_of_a_gradient_is_wrong():
    centred = np.array([[1.0, -2.0, 0.5], [-3.0, 1.0, 0.5], [2.0, 1.0, -1.0]])
    other = np.array([[0.0, -2.5, 1.5], [2.0, 0.5, -2.0], [-2.0, 2.0, 0.5]])
    assert said(other, centred) == "dx is wrong, though its sums over the rows are right"
    assert "are not zero, as they should be" in said(
        np.add(other, [[1, 2, 3], [0, 9, 1], [5, 5, 2]]), centred
    )


def test_a_square_that_is_transposed_is_called_so():
    square = np.arange(9.0).reshape(3, 3) ** 2
    assert said(square.T, square) == "dx is transposed"


def test_it_is_said_which_result_departs_and_from_which_call_on():
    assert said(2 * RIGHT, place=1) == "dgamma is 2 times what is right"
    assert said(2 * RIGHT, subject="layers.scale_forward").startswith("the output is 2 times")
    assert said(2 * RIGHT, calls=3).endswith(", from call 3 of 3 on")
    assert said(2 * RIGHT, place=("bn_param", "running_mean")).startswith(
        "what is kept under 'running_mean'"
    )


def test_an_object_and_an_array_of_nothing_are_called_what_they_are():
    assert said(wire.Reference(3, "Tensor", None)) == "dx is Tensor"
    assert said(wire.Reference(3, "matrix", -RIGHT)) == "dx has the wrong sign"
    assert said(np.zeros((0, 3)), np.ones((0, 3))).startswith("dx is")


def test_an_exception_is_named():
    assert said(Error(1, "KeyError", "", [])) == "dx is not there, as KeyError is raised"
