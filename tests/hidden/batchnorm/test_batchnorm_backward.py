"""batchnorm_backward: the gradient of the loss with respect to x, gamma and beta.

Right is the reference's gradient, and also the exact gradient of the student's own forward pass.
"""

import numpy as np
import pytest

from autograder.checks import as_array, assert_close, assert_is_gradient

NAMES = ("dx", "dgamma", "dbeta")


def _worth(points):
    return pytest.mark.grade("batchnorm_backward", points=points)


def _problem(rng, n, d):
    """x, gamma, beta and dout, in no special position."""
    x = rng.uniform(-5, 5, d) + rng.uniform(1, 5, d) * rng.standard_normal((n, d))
    return x, rng.uniform(0.5, 2, d), rng.standard_normal(d), rng.standard_normal((n, d))


def _gradients(package, x, gamma, beta, dout, **bn_param):
    _, cache = package.layers.batchnorm_forward(x, gamma, beta, {"mode": "train", **bn_param})
    dx, dgamma, dbeta = package.layers.batchnorm_backward(dout, cache)
    return dict(zip(NAMES, (dx, dgamma, dbeta), strict=True))


@pytest.fixture
def follows(nndl, rng, assert_normalises):
    """A function: assert that a gradient is the one of the student's own forward pass."""

    def check(gradient, name, problem, condition, bn_param):
        *inputs, dout = problem
        place = NAMES.index(name)

        def forward(value):
            arguments = [*inputs[:place], value, *inputs[place + 1 :]]
            out, _ = nndl.layers.batchnorm_forward(*arguments, {"mode": "train", **bn_param})
            return as_array(out, dout.shape, "out")

        assert_normalises()
        assert_is_gradient(
            gradient, forward, inputs[place], dout, name,
            rng=rng, terms=len(dout), condition=condition,
        )  # fmt: skip

    return check


@pytest.fixture
def assert_right(reference, own, follows):
    """A function: assert that a gradient is right, by the reference or by the student's forward."""

    def check(gradient, name, problem, what=None, condition=10, **bn_param):
        expected = _gradients(reference, *problem, **bn_param)[name]
        with own.excuses(
            "batchnorm_forward", lambda: follows(gradient, name, problem, condition, bn_param)
        ):
            assert_close(
                gradient, expected, what or name, terms=len(problem[0]), condition=condition
            )

    return check


@_worth(3)
def test_dbeta_is_right(nndl, rng, assert_right):
    problem = _problem(rng, 24, 6)
    assert_right(_gradients(nndl, *problem)["dbeta"], "dbeta", problem, condition=1)


@_worth(5)
def test_dgamma_is_right(nndl, rng, assert_right):
    problem = _problem(rng, 24, 6)
    assert_right(_gradients(nndl, *problem)["dgamma"], "dgamma", problem)


@_worth(6)
def test_dx_is_right(nndl, rng, assert_right):
    problem = _problem(rng, 24, 6)
    assert_right(_gradients(nndl, *problem)["dx"], "dx", problem)


@_worth(1)
@pytest.mark.parametrize(
    ("n", "d"), [(7, 1), (3, 15), (64, 4)], ids=["one feature", "three rows", "many rows"]
)
def test_dx_is_right_for_other_shapes(nndl, rng, assert_right, n, d):
    problem = _problem(rng, n, d)
    # Three rows may lie within a hundredth of their size of each other.
    assert_right(_gradients(nndl, *problem)["dx"], "dx", problem, condition=100)


@_worth(2)
def test_eps_of_the_forward_pass_counts_in_dx(nndl, rng, assert_right):
    problem = _problem(rng, 20, 5)
    dx = _gradients(nndl, *problem, eps=4.0)["dx"]
    assert_right(dx, "dx", problem, "dx with eps 4", eps=4.0)


@_worth(2)
def test_gradients_have_the_shapes_of_what_they_belong_to(nndl, rng):
    x, gamma, beta, dout = _problem(rng, 10, 4)
    once, twice = (_gradients(nndl, x, gamma, beta, factor * dout) for factor in (1, 2))
    for name, like in zip(NAMES, (x, gamma, beta), strict=True):
        array = as_array(once[name], like.shape, name)
        # What does not answer to dout is no gradient, and its shape no merit.
        assert array.any(), f"{name} is zero everywhere"
        assert_close(twice[name], 2 * array, f"{name} for twice the dout", terms=10, condition=10)
        assert np.shape(once[name]) == like.shape, (
            f"{name} should have shape {like.shape}, but has {np.shape(once[name])}"
        )


@_worth(2)
def test_dx_of_a_feature_sums_to_zero(nndl, own, rng, follows):
    n, d = 24, 6
    problem = _problem(rng, n, d)
    dx = as_array(_gradients(nndl, *problem)["dx"], (n, d), "dx")
    assert dx.any(), "dx is zero everywhere"
    with own.excuses("batchnorm_forward", lambda: follows(dx, "dx", problem, 10, {})):
        assert_close(
            dx.sum(axis=0),
            np.zeros(d),
            "the sum of dx over the batch (adding a constant to a feature changes nothing)",
            terms=n,
            condition=10,
            scale=np.abs(dx).sum(axis=0).max(),
        )


@_worth(2)
def test_each_cache_belongs_to_its_own_forward_pass(nndl, rng, assert_right):
    first, second = _problem(rng, 16, 5), _problem(rng, 16, 5)
    caches = [nndl.layers.batchnorm_forward(*p[:3], {"mode": "train"})[1] for p in (first, second)]
    for problem, cache in zip((first, second), caches, strict=True):
        dx, _, _ = nndl.layers.batchnorm_backward(problem[3], cache)
        assert_right(dx, "dx", problem, "dx of one of two layers")
