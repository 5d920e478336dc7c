"""Layers of a convolutional net that usually stand together, joined into one."""

from .conv_layers import (
    conv_backward_im2col,
    conv_forward_im2col,
    max_pool_backward_naive,
    max_pool_forward_naive,
)
from .layers import relu_backward, relu_forward
from .norm_layers import spatial_batchnorm_backward, spatial_batchnorm_forward


def conv_relu_forward(x, w, b, conv_param):
    """A convolution, then relu.

    Args:
        x: images, (N, C, H, W).
        w: filters, (F, C, HH, WW).
        b: biases, (F,).
        conv_param: as for conv_forward_im2col.

    Returns:
        out, (N, F, H', W'), and the cache for conv_relu_backward.
    """
    a, conv_cache = conv_forward_im2col(x, w, b, conv_param)
    out, relu_cache = relu_forward(a)
    return out, (conv_cache, relu_cache)


def conv_relu_backward(dout, cache):
    """Gradients of conv_relu_forward.

    Args:
        dout: upstream gradient, (N, F, H', W').
        cache: what conv_relu_forward returned.

    Returns:
        dx, (N, C, H, W); dw, (F, C, HH, WW); db, (F,).
    """
    conv_cache, relu_cache = cache
    return conv_backward_im2col(relu_backward(dout, relu_cache), conv_cache)


def conv_relu_pool_forward(x, w, b, conv_param, pool_param):
    """A convolution, relu, then max pooling.

    Args:
        x: images, (N, C, H, W).
        w: filters, (F, C, HH, WW).
        b: biases, (F,).
        conv_param: as for conv_forward_im2col.
        pool_param: as for max_pool_forward_naive.

    Returns:
        out, (N, F, H', W'), and the cache for conv_relu_pool_backward.
    """
    a, conv_relu_cache = conv_relu_forward(x, w, b, conv_param)
    out, pool_cache = max_pool_forward_naive(a, pool_param)
    return out, (conv_relu_cache, pool_cache)


def conv_relu_pool_backward(dout, cache):
    """Gradients of conv_relu_pool_forward.

    Args:
        dout: upstream gradient, (N, F, H', W').
        cache: what conv_relu_pool_forward returned.

    Returns:
        dx, (N, C, H, W); dw, (F, C, HH, WW); db, (F,).
    """
    conv_relu_cache, pool_cache = cache
    return conv_relu_backward(max_pool_backward_naive(dout, pool_cache), conv_relu_cache)


def conv_batchnorm_relu_pool_forward(x, w, b, gamma, beta, conv_param, bn_param, pool_param):
    """A convolution, spatial batch normalization, relu, then max pooling.

    Args:
        x: images, (N, C, H, W).
        w: filters, (F, C, HH, WW).
        b, gamma, beta: biases, scale and shift, (F,).
        conv_param: as for conv_forward_im2col.
        bn_param: as for spatial_batchnorm_forward.
        pool_param: as for max_pool_forward_naive.

    Returns:
        out, (N, F, H', W'), and the cache for conv_batchnorm_relu_pool_backward.
    """
    a, conv_cache = conv_forward_im2col(x, w, b, conv_param)
    a_norm, bn_cache = spatial_batchnorm_forward(a, gamma, beta, bn_param)
    r, relu_cache = relu_forward(a_norm)
    out, pool_cache = max_pool_forward_naive(r, pool_param)
    return out, (conv_cache, bn_cache, relu_cache, pool_cache)


def conv_batchnorm_relu_pool_backward(dout, cache):
    """Gradients of conv_batchnorm_relu_pool_forward while training.

    Args:
        dout: upstream gradient, (N, F, H', W').
        cache: what conv_batchnorm_relu_pool_forward returned.

    Returns:
        dx, (N, C, H, W); dw, (F, C, HH, WW); db, dgamma and dbeta, (F,).
    """
    conv_cache, bn_cache, relu_cache, pool_cache = cache
    da_norm = relu_backward(max_pool_backward_naive(dout, pool_cache), relu_cache)
    da, dgamma, dbeta = spatial_batchnorm_backward(da_norm, bn_cache)
    dx, dw, db = conv_backward_im2col(da, conv_cache)
    return dx, dw, db, dgamma, dbeta
