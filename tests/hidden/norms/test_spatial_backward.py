"""spatial_batchnorm_backward: the gradient of the loss with respect to x, gamma and beta."""

import numpy as np
import pytest

from autograder.checks import assert_close

NAMES = ("dx", "dgamma", "dbeta")


def _worth(points):
    return pytest.mark.grade("spatial_backward", points=points)


def _problem(rng, n, c, h, w):
    """x, gamma, beta and dout, in no special position."""
    spread = rng.uniform(1, 5, (c, 1, 1))
    x = rng.uniform(-5, 5, (c, 1, 1)) + spread * rng.standard_normal((n, c, h, w))
    return x, rng.uniform(0.5, 2, c), rng.standard_normal(c), rng.standard_normal(x.shape)


class Passes:
    """A forward and a backward pass: what they were given, and what came."""

    def __init__(self, package, problem, **bn_param):
        *inputs, self._dout = problem
        self._layers = package.norm_layers
        bn_param = {"mode": "train", **bn_param}
        _, self._cache = self._layers.spatial_batchnorm_forward(*inputs, bn_param)

    def gradients(self):
        gradients = self._layers.spatial_batchnorm_backward(self._dout.copy(), self._cache)
        dx, dgamma, dbeta = gradients
        return dict(zip(NAMES, (dx, dgamma, dbeta), strict=True))


@pytest.fixture
def assert_right(nndl, reference):
    """A function: assert that the gradients of a problem are right, those named; returns them."""

    def check(problem, *names, note="", condition=10, **bn_param):
        gradients, expected = (
            Passes(package, problem, **bn_param).gradients() for package in (nndl, reference)
        )
        terms = problem[0][:, 0].size
        for name in names:
            value, right = gradients[name], expected[name]
            assert_close(value, right, name + note, terms=terms, condition=condition)
        return gradients

    return check


@_worth(2)
def test_spatial_dbeta_is_right(rng, assert_right):
    assert_right(_problem(rng, 3, 4, 5, 2), "dbeta", condition=1)


@_worth(3)
def test_spatial_dgamma_is_right(rng, assert_right):
    assert_right(_problem(rng, 3, 4, 5, 2), "dgamma")


@_worth(6)
def test_spatial_dx_is_right(rng, assert_right):
    assert_right(_problem(rng, 3, 4, 5, 2), "dx")


@_worth(0.5)
@pytest.mark.parametrize(
    "shape",
    [(4, 1, 3, 2), (1, 3, 4, 5), (5, 6, 1, 2), (3, 3, 3, 3)],
    ids=["one channel", "one image", "one row of pixels", "three of everything"],
)
def test_spatial_gradients_are_right_for_other_shapes(rng, assert_right, shape):
    # A few pixels may lie within a hundredth of their size of each other.
    assert_right(_problem(rng, *shape), *NAMES, condition=100)


@_worth(0.5)
def test_eps_of_the_forward_pass_counts_in_spatial_dx(rng, assert_right):
    assert_right(_problem(rng, 4, 3, 2, 3), "dx", note=" with eps 4", eps=4.0)


@_worth(0.5)
def test_spatial_gradients_have_the_shapes_of_what_they_belong_to(rng, assert_right):
    problem = _problem(rng, 3, 4, 2, 5)
    gradients = assert_right(problem, *NAMES)  # the shape of what is wrong is no merit
    for name, like in zip(NAMES, problem, strict=False):
        shape = np.shape(gradients[name])
        assert shape == like.shape, f"{name} should have shape {like.shape}, but has {shape}"


@_worth(0.5)
def test_each_cache_belongs_to_its_own_spatial_pass(nndl, reference, rng):
    problems = [_problem(rng, 2, 3, 4, 3) for _ in range(2)]
    ours, theirs = (
        [Passes(package, problem) for problem in problems] for package in (reference, nndl)
    )
    for passes, right in zip(theirs, ours, strict=True):
        dx, expected = passes.gradients()["dx"], right.gradients()["dx"]
        assert_close(dx, expected, "dx of one of two layers", terms=24, condition=10)


@_worth(0.5)
def test_dout_of_a_batch_is_left_as_it_was(nndl, rng, assert_right):
    assert_right(_problem(rng, 2, 3, 5, 4), "dx")
    assert not nndl.overwritten, "dout changed during the call; leave it as it is"
