"""spatial_batchnorm_forward while training: each channel by its own statistics, which are kept."""

import numpy as np
import pytest

from autograder.checks import as_array, assert_close, tolerance


def _worth(points):
    return pytest.mark.grade("spatial_train", points=points)


def _images(rng, n, c, h, w):
    """Images whose channels differ in mean and spread by up to ten times."""
    mean, spread = rng.uniform(-10, 10, (c, 1, 1)), rng.uniform(1, 10, (c, 1, 1))
    return mean + spread * rng.standard_normal((n, c, h, w))


def _normalized(package, x, gamma=None, beta=None, **options):
    channels = x.shape[1]
    gamma = np.ones(channels, x.dtype) if gamma is None else gamma
    beta = np.zeros(channels, x.dtype) if beta is None else beta
    bn_param = {"mode": "train", **options}
    return package.norm_layers.spatial_batchnorm_forward(x, gamma, beta, bn_param)[0]


@_worth(2)
def test_each_channel_is_normalized_to_mean_0_and_standard_deviation_1(nndl, reference, rng):
    x = _images(rng, 4, 3, 5, 6)
    out = as_array(_normalized(nndl, x), x.shape, "out")
    # Means and spreads are up to 10 times each other, which magnifies rounding in x - mean.
    allowed = tolerance(4 * 5 * 6, condition=10)
    for channel in range(3):
        mean, std = out[:, channel].mean(), out[:, channel].std()
        assert abs(mean) <= allowed, (
            f"after normalization channel {channel} has mean {mean:.2g}, should be 0"
        )
        assert abs(std - 1) <= allowed + 1e-5, (
            f"after normalization channel {channel} has standard deviation {std:.3g}, should be 1"
        )
    assert_close(out, _normalized(reference, x), "out", terms=120, condition=10)


@_worth(2)
def test_each_channel_has_its_own_gamma_and_beta(nndl, reference, rng):
    x = _images(rng, 3, 4, 6, 5)
    gamma, beta = rng.uniform(0.5, 3, 4) * [1, -1, 1, -1], rng.uniform(5, 15, 4)
    out, expected = (_normalized(package, x, gamma, beta) for package in (nndl, reference))
    assert_close(out, expected, "out", terms=90, condition=10)


@_worth(0.5)
@pytest.mark.parametrize(
    "shape",
    [(5, 1, 4, 3), (1, 4, 3, 7), (6, 7, 1, 2), (4, 4, 4, 4)],
    ids=["one channel", "one image", "one row of pixels", "four of everything"],
)
def test_out_is_right_for_batches_of_other_shapes(nndl, reference, rng, shape):
    x = _images(rng, *shape)
    gamma, beta = rng.standard_normal((2, shape[1]))
    out, expected = (_normalized(package, x, gamma, beta) for package in (nndl, reference))
    assert_close(out, expected, "out", terms=x.size, condition=100)


@_worth(1)
def test_eps_of_bn_param_is_added_to_the_variance(nndl, reference, rng):
    x = rng.standard_normal((4, 3, 3, 5))
    tiny = rng.uniform(1e-3, 5e-3, (3, 1, 1)) * x
    # All are computed before the first is compared: a diagnosis goes by what was computed.
    out, expected = (_normalized(package, x, eps=2.0) for package in (nndl, reference))
    unsaid, right = (_normalized(package, tiny) for package in (nndl, reference))
    assert_close(out, expected, "out with eps 2", terms=60)
    assert_close(unsaid, right, "out for channels of variance near eps", terms=60)


@_worth(1)
def test_running_statistics_start_at_zero_and_move_by_the_momentum(nndl, reference, rng):
    x = _images(rng, 4, 3, 5, 3)
    both = [
        (_running(nndl, [x], **options), _running(reference, [x], **options), when)
        for options, when in (
            ({}, "after one step"),
            ({"momentum": 0.3}, "after one step with momentum 0.3"),
        )
    ]
    for theirs, ours, when in both:
        _compare_running(theirs, ours, when, terms=60)


@_worth(1)
def test_running_statistics_accumulate_over_batches(nndl, reference, rng):
    batches = [_images(rng, 4, 3, 2, 5) for _ in range(4)]
    theirs, ours = _running(nndl, batches), _running(reference, batches)
    _compare_running(theirs, ours, "after four batches", terms=40)


def _running(package, batches, **options):
    """The bn_param after a package was trained on batches."""
    bn_param = {"mode": "train", **options}
    for x in batches:
        ones, zeros = np.ones(x.shape[1]), np.zeros(x.shape[1])
        package.norm_layers.spatial_batchnorm_forward(x, ones, zeros, bn_param)
    return bn_param


def _compare_running(theirs, ours, when, terms):
    for name in ("running_mean", "running_var"):
        what = f'bn_param["{name}"] {when}'
        assert name in theirs, f"{what} is not set"
        assert_close(theirs[name], ours[name], what, terms=terms, condition=10)


@_worth(0.5)
def test_float32_batches_are_normalized_as_well(nndl, reference, rng):
    x = _images(rng, 4, 3, 5, 6).astype(np.float32)
    out, expected = _normalized(nndl, x), _normalized(reference, x.astype(np.float64))
    assert_close(out, expected, "out for float32 images", terms=120, condition=10)


@_worth(0.5)
def test_a_batch_is_left_as_it_was(nndl, reference, rng):
    x, (gamma, beta) = _images(rng, 3, 4, 2, 5), rng.standard_normal((2, 4))
    expected = _normalized(reference, x, gamma, beta)
    out = _normalized(nndl, x, gamma, beta)
    changed = [("x", "gamma", "beta")[place] for place in nndl.overwritten]
    assert not changed, f"{' and '.join(changed)} changed during the call; leave inputs as they are"
    assert_close(out, expected, "out", terms=30, condition=10)
