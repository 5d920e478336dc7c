"""Convolution and pooling: by their definitions, number by number, and by numerical gradients."""

import numpy as np
import pytest

from nndl import conv_layer_utils, conv_layers
from nndl.layers import relu_forward

WAYS = pytest.mark.parametrize("way", ["naive", "im2col"])
# The shapes of x and w, the stride and the pad.
CONVOLUTIONS = pytest.mark.parametrize(
    ("images", "filters", "stride", "pad"),
    [
        ((2, 3, 4, 5), (4, 3, 3, 3), 1, 1),
        ((2, 2, 5, 4), (3, 2, 2, 3), 1, 0),
        ((1, 2, 4, 7), (2, 2, 3, 2), 2, 2),
        ((2, 1, 5, 8), (1, 1, 2, 2), 3, 0),
        ((2, 3, 3, 2), (2, 3, 1, 1), 1, 0),
    ],
)
POOLINGS = pytest.mark.parametrize(
    ("shape", "height", "width", "stride"),
    [
        ((2, 3, 4, 6), 2, 2, 2),
        ((2, 2, 5, 7), 3, 3, 2),
        ((1, 2, 4, 5), 2, 3, 1),
        ((2, 1, 5, 8), 2, 2, 3),
    ],
)


def passes(way):
    return tuple(getattr(conv_layers, f"conv_{which}_{way}") for which in ("forward", "backward"))


def draw(rng, images, filters):
    return rng.normal(size=images), rng.normal(size=filters), rng.normal(size=filters[0])


def without_ties(rng, shape):
    """Pixels at least 0.05 apart from each other."""
    ranks = rng.permutation(int(np.prod(shape))).reshape(shape)
    return (ranks - ranks.mean()) / 10 + rng.uniform(-0.025, 0.025, shape)


@WAYS
@CONVOLUTIONS
def test_each_output_pixel_is_the_bias_and_a_sum_over_its_window(
    rng, way, images, filters, stride, pad
):
    x, w, b = draw(rng, images, filters)
    out, _ = passes(way)[0](x, w, b, {"stride": stride, "pad": pad})
    _, C, H, W = images
    F, _, HH, WW = filters
    assert out.shape == (
        len(x),
        F,
        1 + (H + 2 * pad - HH) // stride,
        1 + (W + 2 * pad - WW) // stride,
    )
    for n, f, i, j in np.ndindex(out.shape):
        expected = b[f]
        for c, p, q in np.ndindex(C, HH, WW):
            row, column = i * stride + p - pad, j * stride + q - pad
            if 0 <= row < H and 0 <= column < W:
                expected += w[f, c, p, q] * x[n, c, row, column]
        assert out[n, f, i, j] == pytest.approx(expected)


@WAYS
@CONVOLUTIONS
def test_convolution_gradients(rng, assert_gradients, way, images, filters, stride, pad):
    x, w, b = draw(rng, images, filters)
    forward, backward = passes(way)
    param = {"stride": stride, "pad": pad}
    out, cache = forward(x, w, b, param)
    dout = rng.normal(size=out.shape)
    gradients = backward(dout, cache)
    assert_gradients(lambda: forward(x, w, b, param)[0], dout, (x, w, b), gradients)


@POOLINGS
def test_pooling_keeps_the_largest_pixel_of_each_window(rng, shape, height, width, stride):
    x = without_ties(rng, shape)
    param = {"pool_height": height, "pool_width": width, "stride": stride}
    out, _ = conv_layers.max_pool_forward_naive(x, param)
    assert out.shape[2:] == (1 + (shape[2] - height) // stride, 1 + (shape[3] - width) // stride)
    for n, c, i, j in np.ndindex(out.shape):
        pixels = [x[n, c, i * stride + p, j * stride + q] for p, q in np.ndindex(height, width)]
        assert out[n, c, i, j] == max(pixels)


@POOLINGS
def test_pooling_gradient(rng, assert_gradients, shape, height, width, stride):
    x = without_ties(rng, shape)
    param = {"pool_height": height, "pool_width": width, "stride": stride}
    out, cache = conv_layers.max_pool_forward_naive(x, param)
    dout = rng.normal(size=out.shape)
    dx = conv_layers.max_pool_backward_naive(dout, cache)
    assert_gradients(lambda: conv_layers.max_pool_forward_naive(x, param)[0], dout, (x,), (dx,))


def test_pooling_of_negative_images_is_negative(rng):
    x = -1 - rng.random((2, 2, 4, 4))
    param = {"pool_height": 2, "pool_width": 2, "stride": 2}
    assert np.all(conv_layers.max_pool_forward_naive(x, param)[0] < -1)


def test_a_filter_of_a_single_one_copies_the_image(rng):
    x, w = rng.normal(size=(2, 1, 4, 5)), np.zeros((1, 1, 3, 3))
    w[0, 0, 1, 1] = 1
    for way in ("naive", "im2col"):
        out, _ = passes(way)[0](x, w, np.zeros(1), {"stride": 1, "pad": 1})
        np.testing.assert_array_equal(out, x)


@pytest.fixture
def layer(rng):
    """x, w, b, the conv_param and the pool_param of a layer that is smooth there."""
    pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
    x, w, b = draw(rng, (2, 2, 4, 6), (3, 2, 3, 3))
    conv_param = {"stride": 1, "pad": 1}
    a, _ = conv_layers.conv_forward_im2col(x, w, b, conv_param)
    assert np.abs(a).min() > 1e-3, "choose inputs off the kinks of relu"
    positive = np.sort(np.maximum(a, 0).reshape(2, 3, 2, 2, 3, 2).swapaxes(3, 4).reshape(-1, 4))
    gaps = positive[:, 3] - positive[:, 2]
    assert gaps[positive[:, 3] > 0].min() > 1e-3, "choose inputs off the kinks of pooling"
    return x, w, b, conv_param, pool_param


def test_conv_relu_gradients(layer, rng, assert_gradients):
    x, w, b, conv_param, _ = layer
    out, cache = conv_layer_utils.conv_relu_forward(x, w, b, conv_param)
    a, _ = conv_layers.conv_forward_naive(x, w, b, conv_param)
    np.testing.assert_allclose(out, relu_forward(a)[0], atol=1e-12)
    dout = rng.normal(size=out.shape)
    gradients = conv_layer_utils.conv_relu_backward(dout, cache)
    assert_gradients(
        lambda: conv_layer_utils.conv_relu_forward(x, w, b, conv_param)[0],
        *(dout, (x, w, b), gradients),
    )


def test_conv_relu_pool_gradients(layer, rng, assert_gradients):
    x, w, b, *params = layer
    out, cache = conv_layer_utils.conv_relu_pool_forward(x, w, b, *params)
    dout = rng.normal(size=out.shape)
    gradients = conv_layer_utils.conv_relu_pool_backward(dout, cache)
    assert_gradients(
        lambda: conv_layer_utils.conv_relu_pool_forward(x, w, b, *params)[0],
        *(dout, (x, w, b), gradients),
    )


def test_no_pass_changes_its_inputs(layer):
    x, w, b, conv_param, pool_param = layer
    given = x, w, b
    before = [value.copy() for value in given]
    for way in ("naive", "im2col"):
        forward, backward = passes(way)
        out, cache = forward(x, w, b, conv_param)
        dout = out.copy()
        backward(dout, cache)
        np.testing.assert_array_equal(dout, out)
    pooled, cache = conv_layers.max_pool_forward_naive(x, pool_param)
    dout = pooled.copy()
    conv_layers.max_pool_backward_naive(dout, cache)
    np.testing.assert_array_equal(dout, pooled)
    for value, old in zip(given, before, strict=True):
        np.testing.assert_array_equal(value, old)
    assert conv_param == {"stride": 1, "pad": 1}
    assert pool_param == {"pool_height": 2, "pool_width": 2, "stride": 2}


def test_float32_stays_float32(layer):
    x, w, b = (value.astype(np.float32) for value in layer[:3])
    out, cache = conv_layer_utils.conv_relu_pool_forward(x, w, b, *layer[3:])
    naive, naive_cache = conv_layers.conv_forward_naive(x, w, b, layer[3])
    gradients = conv_layer_utils.conv_relu_pool_backward(out, cache)
    for array in (out, naive, *gradients, *conv_layers.conv_backward_naive(naive, naive_cache)):
        assert array.dtype == np.float32
