"""batchnorm_forward while training: batch statistics out, running statistics kept."""

import numpy as np
import pytest

from autograder.checks import as_array, assert_close, tolerance


def _worth(points):
    return pytest.mark.grade("batchnorm_forward_train", points=points)


def _activations(rng, n, d):
    """Activations (n, d), whose features differ in mean and spread by up to ten times."""
    return rng.uniform(-10, 10, d) + rng.uniform(1, 10, d) * rng.standard_normal((n, d))


@_worth(3)
def test_each_feature_is_normalised_to_mean_0_and_standard_deviation_1(nndl, reference, rng):
    n, d = 60, 6
    x = _activations(rng, n, d)
    out, _ = nndl.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), {"mode": "train"})
    expected, _ = reference.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), {"mode": "train"})
    out = as_array(out, (n, d), "out")
    # Means and spreads are up to 10 times each other, which magnifies rounding in x - mean.
    allowed = tolerance(n, condition=10)
    for feature in range(d):
        mean, std = out[:, feature].mean(), out[:, feature].std()
        assert abs(mean) <= allowed, (
            f"after normalisation feature {feature} has mean {mean:.2g}, should be 0"
        )
        assert abs(std - 1) <= allowed + 1e-5, (
            f"after normalisation feature {feature} has standard deviation {std:.3g}, should be 1"
        )
    assert_close(out, expected, "out", terms=n, condition=10)


@_worth(3)
def test_gamma_scales_and_beta_shifts(nndl, reference, rng):
    n, d = 60, 5
    x = _activations(rng, n, d)
    gamma, beta = rng.uniform(0.5, 3, d) * [1, -1, 1, -1, 1], rng.uniform(5, 15, d)
    out, _ = nndl.layers.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    expected, _ = reference.layers.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    out = as_array(out, (n, d), "out")
    for feature in range(d):
        mean, std = out[:, feature].mean(), out[:, feature].std()
        assert abs(mean - beta[feature]) <= tolerance(n, condition=10) * 15, (
            f"feature {feature} of out has mean {mean:.3g}, should be its beta"
        )
        assert abs(std - abs(gamma[feature])) <= (tolerance(n, condition=10) + 1e-5) * 3, (
            f"feature {feature} of out has standard deviation {std:.3g}, should be |gamma|"
        )
    assert_close(out, expected, "out", terms=n, condition=10)


@_worth(0.5)
@pytest.mark.parametrize(
    ("n", "d"),
    [(9, 1), (2, 12), (300, 5), (6, 150)],
    ids=["one feature", "two rows", "many rows", "many features"],
)
def test_out_is_right_for_other_shapes(nndl, reference, rng, n, d):
    x = _activations(rng, n, d)
    gamma, beta = rng.standard_normal(d), rng.standard_normal(d)
    out, _ = nndl.layers.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    expected, _ = reference.layers.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    # Two rows may lie as close together as a thousandth of their size.
    assert_close(out, expected, "out", terms=n, condition=100)


@_worth(2)
def test_eps_of_bn_param_is_used(nndl, reference, rng):
    n, d = 30, 4
    x = rng.standard_normal((n, d))
    for eps in (0.5, 3.0):
        out, _ = nndl.layers.batchnorm_forward(
            x, np.ones(d), np.zeros(d), {"mode": "train", "eps": eps}
        )
        expected, _ = reference.layers.batchnorm_forward(
            x, np.ones(d), np.zeros(d), {"mode": "train", "eps": eps}
        )
        assert_close(out, expected, f"out with eps {eps}", terms=n)


@_worth(2)
def test_eps_is_added_to_a_tiny_variance_under_the_root(nndl, reference, rng):
    n, d = 30, 4
    x = rng.uniform(1e-3, 5e-3, d) * rng.standard_normal((n, d))
    out, _ = nndl.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), {"mode": "train"})
    expected, _ = reference.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), {"mode": "train"})
    assert_close(out, expected, "out for features of variance near eps", terms=n)


@_worth(2)
def test_running_statistics_start_at_zero_and_move_by_the_momentum(nndl, reference, rng):
    n, d = 40, 5
    x = _activations(rng, n, d)
    for momentum in (0.9, 0.3):
        ours, theirs = {"mode": "train", "momentum": momentum}, {"mode": "train"}
        if momentum != 0.9:  # 0.9 is what it is when bn_param does not say
            theirs["momentum"] = momentum
        reference.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), ours)
        nndl.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), theirs)
        _compare_running(theirs, ours, f" after one step with momentum {momentum}", n)


@_worth(2)
def test_running_statistics_accumulate_over_batches(nndl, reference, rng):
    n, d = 40, 5
    ours, theirs = {"mode": "train"}, {"mode": "train"}
    for _ in range(4):
        x = _activations(rng, n, d)
        reference.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), ours)
        nndl.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), theirs)
    _compare_running(theirs, ours, " after four batches", n)


def _compare_running(theirs, ours, when, n):
    for name in ("running_mean", "running_var"):
        assert name in theirs, f'bn_param["{name}"] is not set{when}'
        # The variance of a feature that lies up to 10 of its spreads from zero.
        assert_close(theirs[name], ours[name], f'bn_param["{name}"]{when}', terms=n, condition=10)


@_worth(1)
def test_a_mean_a_thousand_times_the_spread_does_no_harm(nndl, reference, rng):
    n, d = 50, 4
    x = 1000 + rng.standard_normal((n, d))
    out, _ = nndl.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), {"mode": "train"})
    expected, _ = reference.layers.batchnorm_forward(x, np.ones(d), np.zeros(d), {"mode": "train"})
    assert_close(out, expected, "out", terms=n, condition=1000)


@_worth(1)
def test_one_row_alone_becomes_beta(nndl, reference, rng):
    n, d = 7, 5
    x, (gamma, beta) = _activations(rng, n, d), rng.standard_normal((2, d))
    for rows in (x[:1], x):  # of what is beta for any batch it is no merit
        out, _ = nndl.layers.batchnorm_forward(rows, gamma, beta, {"mode": "train"})
        expected, _ = reference.layers.batchnorm_forward(rows, gamma, beta, {"mode": "train"})
        what = f"out for a batch of {len(rows)} rows" if len(rows) > 1 else "out for one row alone"
        assert_close(out, expected, what, terms=n, condition=10)


@_worth(1)
def test_float32_activations_are_normalised_as_well(nndl, reference, rng):
    n, d = 50, 6
    x = _activations(rng, n, d).astype(np.float32)
    gamma, beta = rng.standard_normal((2, d)).astype(np.float32)
    out, _ = nndl.layers.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    expected, _ = reference.layers.batchnorm_forward(
        x.astype(np.float64), gamma, beta, {"mode": "train"}
    )
    assert_close(out, expected, "out for float32 activations", terms=n, condition=10)


@_worth(1)
def test_inputs_are_left_as_they_were(nndl, reference, rng):
    n, d = 12, 4
    x, gamma, beta = _activations(rng, n, d), rng.standard_normal(d), rng.standard_normal(d)
    expected, _ = reference.layers.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    out, _ = nndl.layers.batchnorm_forward(x, gamma, beta, {"mode": "train"})
    changed = [("x", "gamma", "beta")[place] for place in nndl.overwritten]
    assert not changed, f"{' and '.join(changed)} changed during the call; leave inputs as they are"
    assert_close(out, expected, "out", terms=n, condition=10)
