"""The affine layer: what it computes of inputs of any shape, and its three gradients."""

import numpy as np
import pytest

from autograder.checks import assert_close

NAMES = ("dx", "dw", "db")
# The shape of x, and the number of units.
OTHERS = [((1, 6), 4), ((9, 1), 3), ((7, 5), 1), ((30, 200), 20)]
OTHERS_ARE = ["one row", "one feature", "one unit", "many features"]


def _forward_worth(points):
    return pytest.mark.grade("affine_forward", points=points)


def _backward_worth(points):
    return pytest.mark.grade("affine_backward", points=points)


def _problem(rng, shape, units):
    """x, w, b, dout: x of the shape given."""
    features = int(np.prod(shape[1:]))
    x, w = rng.standard_normal(shape), rng.standard_normal((features, units))
    return x, w, rng.standard_normal(units), rng.standard_normal((shape[0], units))


class Passes:
    """A forward pass and, later, a backward pass of it, each on copies of what it is given."""

    def __init__(self, package, problem):
        self._layers = package.layers
        *inputs, self._dout = problem
        self.out, self._cache = package.layers.affine_forward(*(each.copy() for each in inputs))

    def gradients(self):
        gradients = self._layers.affine_backward(self._dout.copy(), self._cache)
        return dict(zip(NAMES, gradients, strict=True))


@pytest.fixture
def assert_out(nndl, reference):
    """A function: assert that out is right for a problem."""

    def check(problem, note=""):
        features = len(problem[1])
        expected = Passes(reference, problem).out
        assert_close(Passes(nndl, problem).out, expected, f"out{note}", terms=features)

    return check


@pytest.fixture
def assert_gradients(reference):
    """A function: assert that gradients are right, those named; returns all of them."""

    def check(passes, problem, *names, note=""):
        expected, gradients = Passes(reference, problem).gradients(), passes.gradients()
        for name in names:
            assert_close(gradients[name], expected[name], name + note, terms=sum(problem[1].shape))
        return gradients

    return check


@_forward_worth(2)
def test_out_is_right(rng, assert_out):
    assert_out(_problem(rng, (12, 6), 5))


@_forward_worth(0.5)
@pytest.mark.parametrize("shape", [(5, 3, 4), (4, 2, 3, 3)], ids=["three", "four"])
def test_inputs_of_more_dimensions_are_read_as_rows(rng, assert_out, shape):
    assert_out(_problem(rng, shape, 5), f" for x of {len(shape)} dimensions")


@_forward_worth(0.5)
@pytest.mark.parametrize(("shape", "units"), OTHERS, ids=OTHERS_ARE)
def test_out_is_right_for_other_shapes(rng, assert_out, shape, units):
    assert_out(_problem(rng, shape, units))


@_backward_worth(3)
def test_dx_is_right(nndl, rng, assert_gradients):
    problem = _problem(rng, (12, 6), 5)
    assert_gradients(Passes(nndl, problem), problem, "dx")


@_backward_worth(3)
def test_dw_is_right(nndl, rng, assert_gradients):
    problem = _problem(rng, (12, 6), 5)
    assert_gradients(Passes(nndl, problem), problem, "dw")


@_backward_worth(3)
def test_db_is_right(nndl, rng, assert_gradients):
    problem = _problem(rng, (12, 6), 5)
    assert_gradients(Passes(nndl, problem), problem, "db")


@_backward_worth(1)
@pytest.mark.parametrize("shape", [(5, 3, 4), (4, 2, 3, 3)], ids=["three", "four"])
def test_gradients_are_right_for_inputs_of_more_dimensions(nndl, rng, assert_gradients, shape):
    problem = _problem(rng, shape, 5)
    note = f" for x of {len(shape)} dimensions"
    assert_gradients(Passes(nndl, problem), problem, *NAMES, note=note)


@_backward_worth(0.5)
@pytest.mark.parametrize(("shape", "units"), OTHERS, ids=OTHERS_ARE)
def test_gradients_are_right_for_other_shapes(nndl, rng, assert_gradients, shape, units):
    problem = _problem(rng, shape, units)
    assert_gradients(Passes(nndl, problem), problem, *NAMES)


@_backward_worth(1)
def test_gradients_have_the_shapes_of_what_they_belong_to(nndl, rng, assert_gradients):
    problem = _problem(rng, (10, 4), 3)
    # The shape of what is wrong is no merit.
    gradients = assert_gradients(Passes(nndl, problem), problem, *NAMES)
    for name, like in zip(NAMES, problem, strict=False):
        shape = np.shape(gradients[name])
        assert shape == like.shape, f"{name} should have shape {like.shape}, but has {shape}"


@_backward_worth(1)
def test_each_cache_belongs_to_its_own_forward_pass(nndl, rng, assert_gradients):
    problems = [_problem(rng, (8, 5), 4) for _ in range(2)]
    both = [Passes(nndl, problem) for problem in problems]
    for passes, problem in zip(both, problems, strict=True):
        assert_gradients(passes, problem, *NAMES, note=" of one of two layers")
