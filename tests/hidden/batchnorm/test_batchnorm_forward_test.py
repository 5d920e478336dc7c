"""batchnorm_forward when testing: running statistics in, and left alone."""

import numpy as np
import pytest

from autograder.checks import assert_close


def _worth(points):
    return pytest.mark.grade("batchnorm_forward_test", points=points)


def _statistics(rng, d):
    return {"running_mean": rng.uniform(-5, 5, d), "running_var": rng.uniform(0.5, 4, d)}


@_worth(2)
def test_running_statistics_normalise_not_those_of_the_batch(nndl, reference, rng):
    n, d = 25, 6
    x = rng.uniform(-10, 10, d) + 3 * rng.standard_normal((n, d))
    statistics = _statistics(rng, d)
    out, _ = nndl.layers.batchnorm_forward(
        x, np.ones(d), np.zeros(d), {"mode": "test", **statistics}
    )
    expected, _ = reference.layers.batchnorm_forward(
        x, np.ones(d), np.zeros(d), {"mode": "test", **statistics}
    )
    assert_close(out, expected, "out", terms=1, condition=10)


@_worth(1)
def test_eps_is_added_to_the_running_variance(nndl, reference, rng):
    n, d = 25, 4
    x = rng.standard_normal((n, d))
    for eps in (0.5, 1e-5):
        statistics = {"running_mean": np.zeros(d), "running_var": rng.uniform(1, 3, d) * eps}
        out, _ = nndl.layers.batchnorm_forward(
            x, np.ones(d), np.zeros(d), {"mode": "test", "eps": eps, **statistics}
        )
        expected, _ = reference.layers.batchnorm_forward(
            x, np.ones(d), np.zeros(d), {"mode": "test", "eps": eps, **statistics}
        )
        assert_close(out, expected, f"out with eps {eps}", terms=1)


@_worth(3)
def test_gamma_scales_and_beta_shifts(nndl, reference, rng):
    n, d = 25, 5
    x, gamma, beta = rng.standard_normal((n, d)), rng.standard_normal(d), rng.standard_normal(d)
    statistics = _statistics(rng, d)
    out, _ = nndl.layers.batchnorm_forward(x, gamma, beta, {"mode": "test", **statistics})
    expected, _ = reference.layers.batchnorm_forward(x, gamma, beta, {"mode": "test", **statistics})
    assert_close(out, expected, "out", terms=1, condition=10)


@_worth(2)
def test_running_statistics_survive_a_test_pass(nndl, reference, rng):
    n, d = 25, 5
    x = rng.standard_normal((n, d))
    statistics = _statistics(rng, d)
    bn_param = {"mode": "test", **{name: value.copy() for name, value in statistics.items()}}
    out, _ = nndl.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), bn_param)
    expected, _ = reference.layers.batchnorm_forward(
        x, np.ones(d), np.zeros(d), {"mode": "test", **statistics}
    )
    assert_close(out, expected, "out", terms=1, condition=10)
    for name, before in statistics.items():
        assert name in bn_param, f'bn_param["{name}"] is gone after a test pass'
        # A correct solution may store what it read anew, at another precision.
        what = f'bn_param["{name}"] after a test pass, which should leave it as it was: it'
        assert_close(bn_param[name], before, what, terms=1)


@_worth(1)
def test_what_training_accumulated_is_what_testing_uses(nndl, reference, rng):
    n, d = 30, 5
    ours, theirs = {"mode": "train"}, {"mode": "train"}
    centre, spread = rng.uniform(-5, 5, d), rng.uniform(1, 5, d)
    for _ in range(20):
        x = centre + spread * rng.standard_normal((n, d))
        reference.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), ours)
        nndl.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), theirs)
    ours["mode"] = theirs["mode"] = "test"
    x = centre + spread * rng.standard_normal((n, d))
    out, _ = nndl.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), theirs)
    expected, _ = reference.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), ours)
    assert_close(out, expected, "out after 20 training passes", terms=n, condition=10)


@_worth(1)
def test_a_row_is_treated_alike_alone_and_among_others(nndl, reference, rng):
    n, d = 8, 5
    x = rng.standard_normal((n, d))
    statistics = _statistics(rng, d)
    expected, _ = reference.layers.batchnorm_forward(
        x, np.ones(d), np.zeros(d), {"mode": "test", **statistics}
    )
    for row in (0, n - 1):
        out, _ = nndl.layers.batchnorm_forward(
            x[row : row + 1], np.ones(d), np.zeros(d), {"mode": "test", **statistics}
        )
        assert_close(out, expected[row : row + 1], "out for one row alone", terms=1, condition=10)
