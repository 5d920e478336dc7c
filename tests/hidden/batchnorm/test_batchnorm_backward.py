"""batchnorm_backward: the gradient of the loss with respect to x, gamma and beta."""

import numpy as np
import pytest

from autograder.checks import as_array, assert_close


def _worth(points):
    return pytest.mark.grade("batchnorm_backward", points=points)


def _problem(rng, n, d):
    """x, gamma, beta and dout, in no special position."""
    x = rng.uniform(-5, 5, d) + rng.uniform(1, 5, d) * rng.standard_normal((n, d))
    return x, rng.uniform(0.5, 2, d), rng.standard_normal(d), rng.standard_normal((n, d))


def _gradients(package, x, gamma, beta, dout, **bn_param):
    _, cache = package.layers.batchnorm_forward(x, gamma, beta, {"mode": "train", **bn_param})
    dx, dgamma, dbeta = package.layers.batchnorm_backward(dout, cache)
    return dx, dgamma, dbeta


@_worth(3)
def test_dbeta_is_right(nndl, reference, rng):
    problem = _problem(rng, 24, 6)
    _, _, dbeta = _gradients(nndl, *problem)
    _, _, expected = _gradients(reference, *problem)
    assert_close(dbeta, expected, "dbeta", terms=24)


@_worth(5)
def test_dgamma_is_right(nndl, reference, rng):
    problem = _problem(rng, 24, 6)
    _, dgamma, _ = _gradients(nndl, *problem)
    _, expected, _ = _gradients(reference, *problem)
    assert_close(dgamma, expected, "dgamma", terms=24, condition=10)


@_worth(6)
def test_dx_is_right(nndl, reference, rng):
    problem = _problem(rng, 24, 6)
    dx, _, _ = _gradients(nndl, *problem)
    expected, _, _ = _gradients(reference, *problem)
    assert_close(dx, expected, "dx", terms=24, condition=10)


@_worth(1)
@pytest.mark.parametrize(
    ("n", "d"), [(7, 1), (3, 15), (64, 4)], ids=["one feature", "three rows", "many rows"]
)
def test_dx_is_right_for_other_shapes(nndl, reference, rng, n, d):
    problem = _problem(rng, n, d)
    dx, _, _ = _gradients(nndl, *problem)
    expected, _, _ = _gradients(reference, *problem)
    # Three rows may lie within a hundredth of their size of each other.
    assert_close(dx, expected, "dx", terms=n, condition=100)


@_worth(2)
def test_eps_of_the_forward_pass_counts_in_dx(nndl, reference, rng):
    x, gamma, beta, dout = _problem(rng, 20, 5)
    dx, _, _ = _gradients(nndl, x, gamma, beta, dout, eps=4.0)
    expected, _, _ = _gradients(reference, x, gamma, beta, dout, eps=4.0)
    assert_close(dx, expected, "dx with eps 4", terms=20, condition=10)


@_worth(2)
def test_gradients_have_the_shapes_of_what_they_belong_to(nndl, rng):
    n, d = 10, 4
    x, gamma, beta, dout = _problem(rng, n, d)
    names = ("dx", "dgamma", "dbeta")
    for name, gradient, like in zip(
        names, _gradients(nndl, x, gamma, beta, dout), (x, gamma, beta), strict=True
    ):
        as_array(gradient, like.shape, name)
        assert np.shape(gradient) == like.shape, (
            f"{name} should have shape {like.shape}, but has {np.shape(gradient)}"
        )


@_worth(2)
def test_dx_of_a_feature_sums_to_zero(nndl, rng):
    n, d = 24, 6
    dx, _, _ = _gradients(nndl, *_problem(rng, n, d))
    dx = as_array(dx, (n, d), "dx")
    assert dx.any(), "dx is zero everywhere"
    assert_close(
        dx.sum(axis=0),
        np.zeros(d),
        "the sum of dx over the batch (adding a constant to a feature changes nothing)",
        terms=n,
        condition=10,
        scale=np.abs(dx).sum(axis=0).max(),
    )


@_worth(2)
def test_each_cache_belongs_to_its_own_forward_pass(nndl, reference, rng):
    first, second = _problem(rng, 16, 5), _problem(rng, 16, 5)
    caches = [nndl.layers.batchnorm_forward(*p[:3], {"mode": "train"})[1] for p in (first, second)]
    for problem, cache in zip((first, second), caches, strict=True):
        dx, _, _ = nndl.layers.batchnorm_backward(problem[3], cache)
        expected, _, _ = _gradients(reference, *problem)
        assert_close(dx, expected, "dx of one of two layers", terms=16, condition=10)
