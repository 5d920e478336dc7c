"""batchnorm_backward: the gradient of the loss with respect to x, gamma and beta."""

import numpy as np
import pytest

from autograder.checks import assert_close

NAMES = ("dx", "dgamma", "dbeta")


def _worth(points):
    return pytest.mark.grade("batchnorm_backward", points=points)


def _problem(rng, n, d):
    """x, gamma, beta and dout, in no special position."""
    x = rng.uniform(-5, 5, d) + rng.uniform(1, 5, d) * rng.standard_normal((n, d))
    return x, rng.uniform(0.5, 2, d), rng.standard_normal(d), rng.standard_normal((n, d))


class Passes:
    """A forward and a backward pass: what they were given, and what came."""

    def __init__(self, package, problem, **bn_param):
        *self.inputs, self.dout = problem
        self.bn_param = {"mode": "train", **bn_param}
        self._layers = package.layers
        _, self.cache = package.layers.batchnorm_forward(*self.inputs, dict(self.bn_param))

    def gradients(self):
        dx, dgamma, dbeta = self._layers.batchnorm_backward(self.dout, self.cache)
        return dict(zip(NAMES, (dx, dgamma, dbeta), strict=True))


@pytest.fixture
def assert_right(reference):
    """A function: assert that gradients are right, those named."""

    def check(passes, *names, note="", condition=10):
        problem = (*passes.inputs, passes.dout)
        expected = Passes(reference, problem, **passes.bn_param).gradients()
        gradients = passes.gradients()
        for name in names:
            assert_close(
                gradients[name],
                expected[name],
                name + note,
                terms=len(passes.dout),
                condition=condition,
            )

    return check


@_worth(4)
def test_dbeta_is_right(nndl, rng, assert_right):
    assert_right(Passes(nndl, _problem(rng, 24, 6)), "dbeta", condition=1)


@_worth(6)
def test_dgamma_is_right(nndl, rng, assert_right):
    assert_right(Passes(nndl, _problem(rng, 24, 6)), "dgamma")


@_worth(10)
def test_dx_is_right(nndl, rng, assert_right):
    assert_right(Passes(nndl, _problem(rng, 24, 6)), "dx")


@_worth(1)
@pytest.mark.parametrize(
    ("n", "d"),
    [(7, 1), (3, 15), (300, 4), (5, 150)],
    ids=["one feature", "three rows", "many rows", "many features"],
)
def test_gradients_are_right_for_other_shapes(nndl, rng, assert_right, n, d):
    passes = Passes(nndl, _problem(rng, n, d))
    # Three rows may lie within a hundredth of their size of each other.
    assert_right(passes, *NAMES, condition=100)


@_worth(2)
def test_eps_of_the_forward_pass_counts_in_dx(nndl, rng, assert_right):
    assert_right(Passes(nndl, _problem(rng, 20, 5), eps=4.0), "dx", note=" with eps 4")


@_worth(2)
def test_gradients_have_the_shapes_of_what_they_belong_to(nndl, rng, assert_right):
    *inputs, dout = _problem(rng, 10, 4)
    passes = Passes(nndl, (*inputs, dout))
    assert_right(passes, *NAMES)  # the shape of what is wrong is no merit
    for name, like in zip(NAMES, inputs, strict=True):
        shape = np.shape(passes.gradients()[name])
        assert shape == like.shape, f"{name} should have shape {like.shape}, but has {shape}"


@_worth(2)
def test_each_cache_belongs_to_its_own_forward_pass(nndl, rng, assert_right):
    both = [Passes(nndl, _problem(rng, 16, 5)) for _ in range(2)]
    for passes in both:
        assert_right(passes, "dx", note=" of one of two layers")
