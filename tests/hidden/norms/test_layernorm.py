"""layernorm_forward: each example is normalized over its own features."""

import numpy as np
import pytest

from autograder.checks import as_array, assert_close, tolerance


def _worth(points):
    return pytest.mark.grade("layernorm", points=points)


def _activations(rng, n, d):
    """Activations (n, d), whose rows differ in mean and spread by up to ten times."""
    mean, spread = rng.uniform(-10, 10, (n, 1)), rng.uniform(1, 10, (n, 1))
    return mean + spread * rng.standard_normal((n, d))


def _normalized(package, x, gamma=None, beta=None, **ln_param):
    gamma = np.ones(x.shape[1], x.dtype) if gamma is None else gamma
    beta = np.zeros(x.shape[1], x.dtype) if beta is None else beta
    return package.norm_layers.layernorm_forward(x, gamma, beta, ln_param)[0]


@_worth(2.5)
def test_each_example_is_normalized_to_mean_0_and_standard_deviation_1(nndl, reference, rng):
    x = _activations(rng, 6, 25)
    out = as_array(_normalized(nndl, x), x.shape, "out")
    # Means and spreads are up to 10 times each other, which magnifies rounding in x - mean.
    allowed = tolerance(25, condition=10)
    for example, row in enumerate(out):
        assert abs(row.mean()) <= allowed, (
            f"after normalization example {example} has mean {row.mean():.2g}, should be 0"
        )
        assert abs(row.std() - 1) <= allowed + 1e-4, (
            f"after normalization example {example} has standard deviation {row.std():.3g}, "
            "should be 1"
        )
    assert_close(out, _normalized(reference, x), "out", terms=25, condition=10)


@_worth(2.5)
def test_gamma_scales_and_beta_shifts_each_feature(nndl, reference, rng):
    x = _activations(rng, 7, 12)
    gamma, beta = rng.uniform(0.5, 3, 12) * rng.choice([-1, 1], 12), rng.uniform(5, 15, 12)
    out, expected = (_normalized(package, x, gamma, beta) for package in (nndl, reference))
    assert_close(out, expected, "out", terms=12, condition=10)


@_worth(0.5)
@pytest.mark.parametrize(
    ("n", "d"),
    [(1, 11), (5, 2), (8, 8), (4, 150)],
    ids=["one example", "two features", "as many examples as features", "many features"],
)
def test_out_is_right_for_other_shapes(nndl, reference, rng, n, d):
    x, (gamma, beta) = _activations(rng, n, d), rng.standard_normal((2, d))
    out, expected = (_normalized(package, x, gamma, beta) for package in (nndl, reference))
    # Two features may lie as close together as a thousandth of their size.
    assert_close(out, expected, "out", terms=d, condition=100)


@_worth(1)
def test_eps_of_ln_param_is_used(nndl, reference, rng):
    x = rng.standard_normal((5, 9))
    outs, right = (
        [_normalized(package, x, eps=eps) for eps in (0.5, 3.0)] for package in (nndl, reference)
    )
    for eps, out, expected in zip((0.5, 3.0), outs, right, strict=True):
        assert_close(out, expected, f"out with eps {eps}", terms=9)


@_worth(1)
def test_eps_is_added_to_a_tiny_variance_under_the_root(nndl, reference, rng):
    x = rng.uniform(1e-3, 5e-3, (6, 1)) * rng.standard_normal((6, 14))
    out, expected = (_normalized(package, x) for package in (nndl, reference))
    assert_close(out, expected, "out for examples of variance near eps", terms=14)


@_worth(0.5)
def test_float32_activations_are_normalized_as_well(nndl, reference, rng):
    x = _activations(rng, 6, 20).astype(np.float32)
    out, expected = _normalized(nndl, x), _normalized(reference, x.astype(np.float64))
    assert_close(out, expected, "out for float32 activations", terms=20, condition=10)


@_worth(0.5)
def test_inputs_are_left_as_they_were(nndl, reference, rng):
    x, (gamma, beta) = _activations(rng, 5, 8), rng.standard_normal((2, 8))
    expected = _normalized(reference, x, gamma, beta)
    out = _normalized(nndl, x, gamma, beta)
    changed = [("x", "gamma", "beta")[place] for place in nndl.overwritten]
    assert not changed, f"{' and '.join(changed)} changed during the call; leave inputs as they are"
    assert_close(out, expected, "out", terms=8, condition=10)
