"""Spatial batch, layer and group norm: what is normalized over what, and the gradients."""

import numpy as np
import pytest

from nndl.layers import batchnorm_backward, batchnorm_forward
from nndl.norm_layers import (
    layernorm_backward,
    layernorm_forward,
    spatial_batchnorm_backward,
    spatial_batchnorm_forward,
    spatial_groupnorm_backward,
    spatial_groupnorm_forward,
)

EPS = 1e-5
IMAGES = [(4, 3, 5, 6), (1, 4, 3, 2), (6, 1, 2, 3), (3, 6, 1, 4)]


def column(values):
    """Numbers of channels as an array that images can be multiplied by."""
    return np.reshape(values, (-1, 1, 1))


def spatial(x, gamma=None, beta=None, **bn_param):
    gamma = np.ones(x.shape[1], x.dtype) if gamma is None else gamma
    beta = np.zeros(x.shape[1], x.dtype) if beta is None else beta
    return spatial_batchnorm_forward(x, gamma, beta, {"mode": "train", **bn_param})


def group(x, gamma, beta, G, **gn_param):
    return spatial_groupnorm_forward(x, gamma, beta, G, gn_param)


def scales(rng, *shape):
    return rng.uniform(0.5, 2, shape), rng.normal(size=shape)


@pytest.mark.parametrize("shape", IMAGES, ids=str)
def test_spatial_output_is_that_of_the_formula(rng, shape):
    x, (gamma, beta) = 3 + 2 * rng.normal(size=shape), scales(rng, shape[1])
    out, _ = spatial(x, gamma, beta)
    for c in range(shape[1]):
        pixels = x[:, c]
        expected = gamma[c] * (pixels - pixels.mean()) / np.sqrt(pixels.var() + EPS) + beta[c]
        np.testing.assert_allclose(out[:, c], expected, atol=1e-12)


def test_spatial_running_statistics_are_of_channels_and_serve_when_testing(rng):
    bn_param, (gamma, beta) = {"mode": "train", "momentum": 0.3}, scales(rng, 3)
    batches = [rng.normal(loc=4, size=(n, 3, 2, 5)) for n in (4, 2)]
    for x in batches:
        spatial_batchnorm_forward(x, gamma, beta, bn_param)
    mean, var = (
        0.3 * 0.7 * statistic(batches[0], axis=(0, 2, 3))
        + 0.7 * statistic(batches[1], axis=(0, 2, 3))
        for statistic in (np.mean, np.var)
    )
    np.testing.assert_allclose(bn_param["running_mean"], mean)
    np.testing.assert_allclose(bn_param["running_var"], var)

    bn_param["mode"] = "test"
    x = rng.normal(size=(1, 3, 4, 2))
    out, cache = spatial_batchnorm_forward(x, gamma, beta, bn_param)
    std = column(np.sqrt(var + EPS))
    np.testing.assert_allclose(out, column(gamma) * (x - column(mean)) / std + column(beta))
    np.testing.assert_allclose(bn_param["running_mean"], mean)
    assert cache is None


@pytest.mark.parametrize("shape", IMAGES, ids=str)
@pytest.mark.parametrize("eps", [EPS, 2.0])
def test_spatial_gradients(rng, assert_gradients, shape, eps):
    x, dout, (gamma, beta) = rng.normal(size=shape), rng.normal(size=shape), scales(rng, shape[1])
    gradients = spatial_batchnorm_backward(dout, spatial(x, gamma, beta, eps=eps)[1])

    def forward():
        return spatial(x, gamma, beta, eps=eps)[0]

    assert_gradients(forward, dout, (x, gamma, beta), gradients)


@pytest.mark.parametrize(("n", "d"), [(5, 8), (1, 6), (9, 3), (6, 6)])
def test_layernorm_is_batchnorm_of_the_transpose_but_for_gamma_and_beta(rng, n, d):
    x, dout, (gamma, beta) = rng.normal(size=(n, d)), rng.normal(size=(n, d)), scales(rng, d)
    x_hat, inner = batchnorm_forward(x.T, np.ones(n), np.zeros(n), {"mode": "train"})
    out, cache = layernorm_forward(x, gamma, beta, {})
    np.testing.assert_allclose(out, x_hat.T * gamma + beta)
    dx, dgamma, dbeta = layernorm_backward(dout, cache)
    np.testing.assert_allclose(dx, batchnorm_backward((dout * gamma).T, inner)[0].T, atol=1e-12)
    np.testing.assert_allclose(dgamma, (dout * x_hat.T).sum(axis=0))
    np.testing.assert_allclose(dbeta, dout.sum(axis=0))


def test_layernorm_adds_eps_to_the_biased_variance():
    out, _ = layernorm_forward(np.array([[0.0, 2.0]]), np.ones(2), np.zeros(2), {"eps": 3.0})
    np.testing.assert_allclose(out, [[-0.5, 0.5]])  # variance 1 over D, 2 over D - 1


def test_layernorm_of_an_example_does_not_depend_on_the_others(rng):
    x, scale = rng.normal(size=(6, 7)), scales(rng, 7)
    out, _ = layernorm_forward(x, *scale, {})
    np.testing.assert_allclose(out[2:3], layernorm_forward(x[2:3], *scale, {})[0])


@pytest.mark.parametrize(("n", "d"), [(5, 8), (1, 6), (9, 3), (3, 20)])
@pytest.mark.parametrize("eps", [EPS, 2.0])
def test_layernorm_gradients(rng, assert_gradients, n, d, eps):
    x, dout, (gamma, beta) = rng.normal(size=(n, d)), rng.normal(size=(n, d)), scales(rng, d)

    def forward():
        return layernorm_forward(x, gamma, beta, {"eps": eps})

    gradients = layernorm_backward(dout, forward()[1])
    assert_gradients(lambda: forward()[0], dout, (x, gamma, beta), gradients)


@pytest.mark.parametrize("groups", [1, 2, 3, 6])
def test_groupnorm_output_is_that_of_the_formula(rng, groups):
    x, (gamma, beta) = 3 + 2 * rng.normal(size=(2, 6, 3, 4)), scales(rng, 1, 6, 1, 1)
    out, _ = group(x, gamma, beta, groups)
    size = 6 // groups
    for n in range(2):
        for first in range(0, 6, size):
            at = slice(first, first + size)
            part = x[n, at]
            x_hat = (part - part.mean()) / np.sqrt(part.var() + EPS)
            np.testing.assert_allclose(out[n, at], gamma[0, at] * x_hat + beta[0, at], atol=1e-12)


def test_one_group_is_layernorm_of_an_image_and_one_image_a_channel_a_group_is_spatial(rng):
    x, (gamma, beta) = rng.normal(size=(3, 4, 2, 5)), scales(rng, 1, 4, 1, 1)
    flat = [np.broadcast_to(each[0], x[0].shape).ravel() for each in (gamma, beta)]
    as_layer, _ = layernorm_forward(x.reshape(3, -1), *flat, {})
    np.testing.assert_allclose(group(x, gamma, beta, 1)[0], as_layer.reshape(x.shape))
    as_batch, _ = spatial(x[:1], gamma.ravel(), beta.ravel())
    np.testing.assert_allclose(group(x[:1], gamma, beta, 4)[0], as_batch)


@pytest.mark.parametrize("groups", [1, 2, 3, 6])
@pytest.mark.parametrize("eps", [EPS, 2.0])
def test_groupnorm_gradients(rng, assert_gradients, groups, eps):
    x, dout = rng.normal(size=(2, 2, 6, 3, 2))
    gamma, beta = scales(rng, 1, 6, 1, 1)

    def forward():
        return group(x, gamma, beta, groups, eps=eps)

    gradients = spatial_groupnorm_backward(dout, forward()[1])
    assert_gradients(lambda: forward()[0], dout, (x, gamma, beta), gradients)


def test_inputs_are_left_alone_and_float32_stays_float32(rng):
    x, dout = rng.normal(size=(2, 3, 4, 2, 5)).astype(np.float32)
    gamma, beta = (each.astype(np.float32) for each in scales(rng, 4))
    wide = gamma.reshape(1, 4, 1, 1), beta.reshape(1, 4, 1, 1)
    rows, drows = x.reshape(-1, 4), dout.reshape(-1, 4)
    given = x, dout, gamma, beta
    before = [value.copy() for value in given]
    arrays = []
    for (out, cache), backward, upstream in (
        (spatial(x, gamma, beta), spatial_batchnorm_backward, dout),
        (group(x, *wide, 2), spatial_groupnorm_backward, dout),
        (layernorm_forward(rows, gamma, beta, {}), layernorm_backward, drows),
    ):
        arrays += [out, *backward(upstream, cache)]
    for value, old in zip(given, before, strict=True):
        np.testing.assert_array_equal(value, old)
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
