"""conv_forward_naive: the output of a convolution."""

import numpy as np
import pytest

from autograder.checks import assert_close


def _worth(points):
    return pytest.mark.grade("conv_forward", points=points)


def _images(rng, n, shape, filters):
    """Images (n, *shape), filters of a shape (F, HH, WW), and biases."""
    channels, (number, *size) = shape[0], filters
    w = rng.standard_normal((number, channels, *size))
    return rng.standard_normal((n, *shape)), w, 2 * rng.standard_normal(number)


@pytest.fixture
def assert_right(nndl, reference):
    """A function: assert that what comes out is right, for images, filters, biases."""

    def check(inputs, stride=1, pad=0, what="out"):
        out, expected = (
            each.conv_layers.conv_forward_naive(
                *(value.copy() for value in inputs), {"stride": stride, "pad": pad}
            )[0]
            for each in (nndl, reference)
        )
        assert_close(out, expected, what, terms=inputs[1][0].size)

    return check


@_worth(3)
def test_out_is_right_without_padding(rng, assert_right):
    assert_right(_images(rng, 3, (2, 6, 6), (4, 3, 3)))


@_worth(1)
@pytest.mark.parametrize("pad", [1, 2])
def test_out_is_right_with_padding(rng, assert_right, pad):
    assert_right(_images(rng, 2, (2, 5, 5), (3, 3, 3)), pad=pad, what=f"out with pad {pad}")


@_worth(1)
@pytest.mark.parametrize(
    ("side", "size", "stride", "pad"), [(7, 3, 2, 1), (8, 2, 3, 0)], ids=["overlapping", "apart"]
)
def test_out_is_right_with_strides(rng, assert_right, side, size, stride, pad):
    inputs = _images(rng, 2, (2, side, side), (3, size, size))
    assert_right(inputs, stride, pad, what=f"out with stride {stride}")


@_worth(0.75)
@pytest.mark.parametrize("shape", [(2, 4, 7), (2, 8, 5)], ids=["wide", "high"])
def test_out_is_right_for_images_that_are_not_square(rng, assert_right, shape):
    assert_right(_images(rng, 2, shape, (3, 3, 3)), pad=1, what="out of images not square")


@_worth(0.75)
def test_out_is_right_for_filters_that_are_not_square(rng, assert_right):
    assert_right(_images(rng, 2, (2, 6, 6), (3, 2, 4)), what="out of filters not square")


@_worth(0.75)
def test_each_filter_adds_a_bias_of_its_own(rng, assert_right):
    x, w, b = _images(rng, 2, (2, 4, 4), (5, 3, 3))
    assert_right((0 * x, w, b), pad=1, what="out of black images")


@_worth(0.25)
@pytest.mark.parametrize(
    ("n", "channels", "filters"),
    [(1, 2, (3, 3, 3)), (2, 1, (3, 3, 3)), (2, 3, (1, 3, 3)), (2, 3, (4, 1, 1))],
    ids=["image", "channel", "filter", "pixel"],
)
def test_out_is_right_for_only_one(rng, assert_right, n, channels, filters):
    assert_right(_images(rng, n, (channels, 5, 5), filters))


@_worth(0.5)
def test_out_is_right_in_single_precision(rng, assert_right):
    inputs = _images(rng, 2, (3, 5, 7), (2, 3, 3))
    assert_right([value.astype(np.float32) for value in inputs], 2, 1, "out in float32")


@_worth(0.5)
def test_images_are_left_alone(nndl, rng, assert_right):
    assert_right(_images(rng, 2, (2, 5, 5), (2, 3, 3)), pad=1)
    assert 0 not in nndl.overwritten, "x changed during the call; leave it as it is"
