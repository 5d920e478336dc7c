"""spatial_groupnorm_backward: the gradient of the loss with respect to x, gamma and beta."""

import numpy as np
import pytest

from autograder.checks import assert_close

NAMES = ("dx", "dgamma", "dbeta")


def _worth(points):
    return pytest.mark.grade("groupnorm_backward", points=points)


def _problem(rng, n, c, h, w):
    """x, gamma, beta and dout, in no special position."""
    spread = rng.uniform(1, 5, (n, c, 1, 1))
    x = rng.uniform(-5, 5, (n, c, 1, 1)) + spread * rng.standard_normal((n, c, h, w))
    gamma, beta = rng.uniform(0.5, 2, (1, c, 1, 1)), rng.standard_normal((1, c, 1, 1))
    return x, gamma, beta, rng.standard_normal(x.shape)


class Passes:
    """A forward and a backward pass: what they were given, and what came."""

    def __init__(self, package, problem, G, **gn_param):
        *inputs, self._dout = problem
        self._layers = package.norm_layers
        _, self._cache = self._layers.spatial_groupnorm_forward(*inputs, G, gn_param)

    def gradients(self):
        dx, dgamma, dbeta = self._layers.spatial_groupnorm_backward(self._dout.copy(), self._cache)
        return dict(zip(NAMES, (dx, dgamma, dbeta), strict=True))


@pytest.fixture
def assert_right(nndl, reference):
    """A function: assert that the gradients of a problem are right, those named; returns them."""

    def check(problem, G, *names, note="", condition=10, **gn_param):
        gradients, expected = (
            Passes(package, problem, G, **gn_param).gradients() for package in (nndl, reference)
        )
        for name in names:
            value, right = gradients[name], expected[name]
            assert_close(value, right, name + note, terms=problem[0].size, condition=condition)
        return gradients

    return check


@_worth(1)
def test_dbeta_is_right(rng, assert_right):
    assert_right(_problem(rng, 3, 6, 4, 3), 2, "dbeta", condition=1)


@_worth(2)
def test_dgamma_is_right(rng, assert_right):
    assert_right(_problem(rng, 3, 6, 4, 3), 2, "dgamma")


@_worth(3.5)
def test_dx_is_right(rng, assert_right):
    assert_right(_problem(rng, 3, 6, 4, 3), 2, "dx")


@_worth(0.5)
@pytest.mark.parametrize(
    ("shape", "groups"),
    [((2, 6, 3, 2), 1), ((4, 3, 2, 5), 3), ((1, 6, 2, 4), 3)],
    ids=["one group", "each channel a group", "one image"],
)
def test_gradients_are_right_for_any_number_of_groups(rng, assert_right, shape, groups):
    note = f" with G = {groups}"
    assert_right(_problem(rng, *shape), groups, *NAMES, note=note, condition=100)


@_worth(0.5)
def test_eps_of_the_forward_pass_counts_in_dx(rng, assert_right):
    assert_right(_problem(rng, 3, 4, 2, 3), 2, "dx", note=" with eps 4", eps=4.0)


@_worth(1)
def test_gradients_have_the_shapes_of_what_they_belong_to(rng, assert_right):
    problem = _problem(rng, 2, 6, 3, 4)
    gradients = assert_right(problem, 3, *NAMES)  # the shape of what is wrong is no merit
    for name, like in zip(NAMES, problem, strict=False):
        shape = np.shape(gradients[name])
        assert shape == like.shape, f"{name} should have shape {like.shape}, but has {shape}"


@_worth(0.25)
def test_each_cache_belongs_to_its_own_forward_pass(nndl, reference, rng):
    problems = [_problem(rng, 2, 4, 3, 2) for _ in range(2)]
    ours, theirs = (
        [Passes(package, problem, 2) for problem in problems] for package in (reference, nndl)
    )
    for passes, right in zip(theirs, ours, strict=True):
        dx, expected = passes.gradients()["dx"], right.gradients()["dx"]
        assert_close(dx, expected, "dx of one of two layers", terms=48, condition=10)


@_worth(0.25)
def test_dout_is_left_as_it_was(nndl, rng, assert_right):
    assert_right(_problem(rng, 3, 4, 2, 5), 2, "dx")
    assert not nndl.overwritten, "dout changed during the call; leave it as it is"
