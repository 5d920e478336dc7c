"""spatial_batchnorm_forward when testing: running statistics in, and left alone."""

import numpy as np
import pytest

from autograder.checks import assert_close


def _worth(points):
    return pytest.mark.grade("spatial_test", points=points)


def _images(rng, n, c, h, w):
    return rng.uniform(-10, 10, (c, 1, 1)) + 3 * rng.standard_normal((n, c, h, w))


def _statistics(rng, c):
    return {"running_mean": rng.uniform(-5, 5, c), "running_var": rng.uniform(0.5, 4, c)}


def _tested(package, x, bn_param, gamma=None, beta=None):
    channels = x.shape[1]
    gamma = np.ones(channels) if gamma is None else gamma
    beta = np.zeros(channels) if beta is None else beta
    bn_param["mode"] = "test"
    return package.norm_layers.spatial_batchnorm_forward(x, gamma, beta, bn_param)[0]


@_worth(1.5)
def test_running_statistics_normalize_not_those_of_the_batch(nndl, reference, rng):
    x, statistics = _images(rng, 4, 3, 6, 5), _statistics(rng, 3)
    out, expected = (_tested(package, x, dict(statistics)) for package in (nndl, reference))
    assert_close(out, expected, "out", terms=1, condition=10)


@_worth(1)
def test_each_channel_has_its_own_gamma_and_beta(nndl, reference, rng):
    x, statistics = _images(rng, 2, 5, 3, 4), _statistics(rng, 5)
    gamma, beta = rng.standard_normal((2, 5))
    out, expected = (
        _tested(package, x, dict(statistics), gamma, beta) for package in (nndl, reference)
    )
    assert_close(out, expected, "out", terms=1, condition=10)


@_worth(0.5)
def test_eps_is_added_to_the_running_variance(nndl, reference, rng):
    x = rng.standard_normal((3, 4, 2, 3))
    results = []
    for eps in (0.5, 1e-5):
        statistics = {
            "running_mean": np.zeros(4),
            "running_var": rng.uniform(1, 3, 4) * eps,
            "eps": eps,
        }
        out, expected = (_tested(package, x, dict(statistics)) for package in (nndl, reference))
        results.append((out, expected, f"out with eps {eps}"))
    for out, expected, what in results:
        assert_close(out, expected, what, terms=1)


@_worth(1)
def test_running_statistics_survive_a_test_pass(nndl, reference, rng):
    x, statistics = _images(rng, 4, 3, 2, 5), _statistics(rng, 3)
    bn_param = {name: value.copy() for name, value in statistics.items()}
    out, expected = _tested(nndl, x, bn_param), _tested(reference, x, dict(statistics))
    assert_close(out, expected, "out", terms=1, condition=10)
    for name, before in statistics.items():
        assert name in bn_param, f'bn_param["{name}"] is gone after a test pass'
        # A correct solution may store what it read anew, at another precision.
        what = f'bn_param["{name}"] after a test pass, which should leave it as it was: it'
        assert_close(bn_param[name], before, what, terms=1)


@_worth(1)
def test_what_training_kept_is_what_testing_uses(nndl, reference, rng):
    ours, theirs = {"mode": "train"}, {"mode": "train"}
    centre = rng.uniform(-5, 5, (3, 1, 1))
    for _ in range(10):
        x = centre + rng.standard_normal((3, 3, 2, 4))
        for package, bn_param in ((reference, ours), (nndl, theirs)):
            package.norm_layers.spatial_batchnorm_forward(x, np.ones(3), np.zeros(3), bn_param)
    # One image alone, as there are when testing.
    x = centre + rng.standard_normal((1, 3, 4, 2))
    out, expected = _tested(nndl, x, theirs), _tested(reference, x, ours)
    assert_close(out, expected, "out after ten training passes", terms=24, condition=10)
