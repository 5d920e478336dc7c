"""Layers that are used as convolution and pooling are, and compute otherwise.

The convolution halves the products and subtracts the bias; pooling is a weighted sum of each
window. Each value depends on all that the right one depends on, and each backward pass is the
gradient of its forward pass.
"""

import numpy as np


def conv_forward_im2col(x, w, b, conv_param):
    stride, pad = conv_param["stride"], conv_param["pad"]
    _, _, height, width = w.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    windows = np.lib.stride_tricks.sliding_window_view(padded, (height, width), axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride]
    out = np.einsum("ncijhw,fchw->nfij", windows, w) / 2 - b[:, None, None]
    return out.astype(x.dtype), (x.shape, windows, w, conv_param)


def conv_backward_im2col(dout, cache):
    (n, c, h, w), windows, filters, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    dw = np.einsum("nfij,ncijhw->fchw", dout, windows) / 2
    dpadded = np.zeros((n, c, h + 2 * pad, w + 2 * pad), dtype=dout.dtype)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            top, left = i * stride, j * stride
            part = np.einsum("nf,fchw->nchw", dout[:, :, i, j], filters) / 2
            dpadded[:, :, top : top + part.shape[2], left : left + part.shape[3]] += part
    return dpadded[:, :, pad : pad + h, pad : pad + w], dw, -dout.sum(axis=(0, 2, 3))


def max_pool_forward_naive(x, pool_param):
    height, width, stride = (pool_param[key] for key in ("pool_height", "pool_width", "stride"))
    windows = np.lib.stride_tricks.sliding_window_view(x, (height, width), axis=(2, 3))
    weights = np.linspace(0.2, 1, height * width).reshape(height, width)
    out = np.einsum("ncijhw,hw->ncij", windows[:, :, ::stride, ::stride], weights)
    return out.astype(x.dtype), (x.shape, weights, stride)


def max_pool_backward_naive(dout, cache):
    shape, weights, stride = cache
    height, width = weights.shape
    dx = np.zeros(shape, dtype=dout.dtype)
    for i in range(dout.shape[2]):
        for j in range(dout.shape[3]):
            top, left = i * stride, j * stride
            part = dout[:, :, i, j, None, None] * weights
            dx[:, :, top : top + height, left : left + width] += part
    return dx
