"""spatial_groupnorm_forward: each image is normalized over groups of its channels."""

import numpy as np
import pytest

from autograder.checks import as_array, assert_close, tolerance


def _worth(points):
    return pytest.mark.grade("groupnorm", points=points)


def _images(rng, n, c, h, w):
    """Images whose channels differ in mean and spread by up to ten times."""
    mean, spread = rng.uniform(-10, 10, (n, c, 1, 1)), rng.uniform(1, 10, (n, c, 1, 1))
    return mean + spread * rng.standard_normal((n, c, h, w))


def _scales(rng, c):
    """A gamma and a beta, each (1, C, 1, 1)."""
    return rng.uniform(0.5, 3, (1, c, 1, 1)), rng.standard_normal((1, c, 1, 1))


def _normalized(package, x, G, gamma=None, beta=None, **gn_param):
    like = (1, x.shape[1], 1, 1)
    gamma = np.ones(like, x.dtype) if gamma is None else gamma
    beta = np.zeros(like, x.dtype) if beta is None else beta
    return package.norm_layers.spatial_groupnorm_forward(x, gamma, beta, G, gn_param)[0]


@_worth(2)
def test_each_group_of_each_image_has_mean_0_and_standard_deviation_1(nndl, reference, rng):
    x = _images(rng, 3, 6, 4, 5)
    out = as_array(_normalized(nndl, x, 2), x.shape, "out")
    # Means and spreads are up to 10 times each other, which magnifies rounding in x - mean.
    allowed = tolerance(60, condition=10)
    for image in range(3):
        for first, last in ((0, 2), (3, 5)):
            group, where = out[image, first : last + 1], f"channels {first} to {last} of an image"
            assert abs(group.mean()) <= allowed, (
                f"after normalization with G = 2 {where} have mean {group.mean():.2g}, should be 0"
            )
            assert abs(group.std() - 1) <= allowed + 1e-4, (
                f"after normalization with G = 2 {where} have standard deviation "
                f"{group.std():.3g}, should be 1"
            )
    assert_close(out, _normalized(reference, x, 2), "out", terms=60, condition=10)


@_worth(2)
def test_gamma_scales_and_beta_shifts_each_channel(nndl, reference, rng):
    x, scales = _images(rng, 4, 6, 3, 5), _scales(rng, 6)
    out, expected = (_normalized(package, x, 2, *scales) for package in (nndl, reference))
    assert_close(out, expected, "out", terms=45, condition=10)


@_worth(0.5)
@pytest.mark.parametrize(
    ("c", "groups"),
    [(6, 1), (6, 6), (6, 3), (4, 2)],
    ids=["one group", "each channel a group", "three of two channels", "as many as channels in it"],
)
def test_out_is_right_for_any_number_of_groups(nndl, reference, rng, c, groups):
    x, scales = _images(rng, 3, c, 4, 3), _scales(rng, c)
    out, expected = (_normalized(package, x, groups, *scales) for package in (nndl, reference))
    assert_close(out, expected, f"out with G = {groups}", terms=x[0].size, condition=10)


@_worth(0.5)
@pytest.mark.parametrize(
    "shape", [(1, 4, 3, 2), (5, 6, 1, 1)], ids=["one image", "one pixel an image"]
)
def test_out_is_right_for_other_shapes(nndl, reference, rng, shape):
    x, scales = _images(rng, *shape), _scales(rng, shape[1])
    out, expected = (_normalized(package, x, 2, *scales) for package in (nndl, reference))
    assert_close(out, expected, "out", terms=x[0].size, condition=100)


@_worth(1)
def test_eps_of_gn_param_is_used(nndl, reference, rng):
    x = rng.standard_normal((3, 6, 2, 4))
    outs, right = (
        [_normalized(package, x, 3, eps=eps) for eps in (0.5, 3.0)] for package in (nndl, reference)
    )
    for eps, out, expected in zip((0.5, 3.0), outs, right, strict=True):
        assert_close(out, expected, f"out with eps {eps}", terms=16)


@_worth(1)
def test_eps_is_added_to_a_tiny_variance_under_the_root(nndl, reference, rng):
    x = rng.uniform(1e-3, 5e-3, (3, 1, 1, 1)) * rng.standard_normal((3, 4, 3, 2))
    out, expected = (_normalized(package, x, 2) for package in (nndl, reference))
    assert_close(out, expected, "out for groups of variance near eps", terms=12)


@_worth(0.5)
def test_float32_images_are_normalized_as_well(nndl, reference, rng):
    x = _images(rng, 3, 4, 5, 3).astype(np.float32)
    out, expected = _normalized(nndl, x, 2), _normalized(reference, x.astype(np.float64), 2)
    assert_close(out, expected, "out for float32 images", terms=30, condition=10)


@_worth(0.5)
def test_inputs_are_left_as_they_were(nndl, reference, rng):
    x, (gamma, beta) = _images(rng, 2, 6, 3, 4), _scales(rng, 6)
    expected = _normalized(reference, x, 3, gamma, beta)
    out = _normalized(nndl, x, 3, gamma, beta)
    changed = [("x", "gamma", "beta")[place] for place in nndl.overwritten]
    assert not changed, f"{' and '.join(changed)} changed during the call; leave inputs as they are"
    assert_close(out, expected, "out", terms=24, condition=10)
