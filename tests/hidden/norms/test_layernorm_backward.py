"""layernorm_backward: the gradient of the loss with respect to x, gamma and beta."""

import numpy as np
import pytest

from autograder.checks import assert_close

NAMES = ("dx", "dgamma", "dbeta")


def _worth(points):
    return pytest.mark.grade("layernorm_backward", points=points)


def _problem(rng, n, d):
    """x, gamma, beta and dout, in no special position."""
    x = rng.uniform(-5, 5, (n, 1)) + rng.uniform(1, 5, (n, 1)) * rng.standard_normal((n, d))
    return x, rng.uniform(0.5, 2, d), rng.standard_normal(d), rng.standard_normal((n, d))


class Passes:
    """A forward and a backward pass: what they were given, and what came."""

    def __init__(self, package, problem, **ln_param):
        *inputs, self._dout = problem
        self._layers = package.norm_layers
        _, self._cache = self._layers.layernorm_forward(*inputs, ln_param)

    def gradients(self):
        dx, dgamma, dbeta = self._layers.layernorm_backward(self._dout.copy(), self._cache)
        return dict(zip(NAMES, (dx, dgamma, dbeta), strict=True))


@pytest.fixture
def assert_right(nndl, reference):
    """A function: assert that the gradients of a problem are right, those named; returns them."""

    def check(problem, *names, note="", condition=10, **ln_param):
        gradients, expected = (
            Passes(package, problem, **ln_param).gradients() for package in (nndl, reference)
        )
        terms = max(problem[0].shape)
        for name in names:
            value, right = gradients[name], expected[name]
            assert_close(value, right, name + note, terms=terms, condition=condition)
        return gradients

    return check


@_worth(2)
def test_dbeta_is_right(rng, assert_right):
    assert_right(_problem(rng, 7, 12), "dbeta", condition=1)


@_worth(3)
def test_dgamma_is_right(rng, assert_right):
    assert_right(_problem(rng, 7, 12), "dgamma")


@_worth(6)
def test_dx_is_right(rng, assert_right):
    assert_right(_problem(rng, 7, 12), "dx")


@_worth(0.5)
@pytest.mark.parametrize(
    ("n", "d"),
    [(1, 9), (20, 5), (6, 6), (3, 80)],
    ids=["one example", "many examples", "as many examples as features", "many features"],
)
def test_gradients_are_right_for_other_shapes(rng, assert_right, n, d):
    assert_right(_problem(rng, n, d), *NAMES, condition=100)


@_worth(0.5)
def test_eps_of_the_forward_pass_counts_in_dx(rng, assert_right):
    assert_right(_problem(rng, 5, 8), "dx", note=" with eps 4", eps=4.0)


@_worth(0.5)
def test_gradients_have_the_shapes_of_what_they_belong_to(rng, assert_right):
    problem = _problem(rng, 4, 10)
    gradients = assert_right(problem, *NAMES)  # the shape of what is wrong is no merit
    for name, like in zip(NAMES, problem, strict=False):
        shape = np.shape(gradients[name])
        assert shape == like.shape, f"{name} should have shape {like.shape}, but has {shape}"


@_worth(0.5)
def test_each_cache_belongs_to_its_own_forward_pass(nndl, reference, rng):
    problems = [_problem(rng, 5, 9) for _ in range(2)]
    ours, theirs = (
        [Passes(package, problem) for problem in problems] for package in (reference, nndl)
    )
    for passes, right in zip(theirs, ours, strict=True):
        dx, expected = passes.gradients()["dx"], right.gradients()["dx"]
        assert_close(dx, expected, "dx of one of two layers", terms=9, condition=10)


@_worth(0.5)
def test_dout_is_left_as_it_was(nndl, rng, assert_right):
    assert_right(_problem(rng, 5, 11), "dx")
    assert not nndl.overwritten, "dout changed during the call; leave it as it is"
