"""Convolution and max pooling: naively, pixel by pixel, and convolution as a matrix product.

Images are (N, C, H, W): N of them, C channels, H rows, W columns. As everywhere in the library, a
forward pass returns its output and a cache, and the backward pass takes the upstream gradient and
that cache.
"""

import numpy as np


def conv_forward_naive(x, w, b, conv_param):
    """Slide filters over images: what is called a convolution, and is a cross-correlation.

    Output pixel (i, j) of filter f is b[f] plus the sum of the products of w[f] with the window of
    HH by WW pixels, in all channels, whose first row is i * stride and first column j * stride of
    the padded image. Dumoulin & Visin (2016), relationship 6, in two dimensions.

    Args:
        x: images, (N, C, H, W). Not modified.
        w: filters, (F, C, HH, WW).
        b: biases, (F,).
        conv_param: dict. "stride" is how many pixels two neighbouring windows are apart, in both
            directions; "pad" how many zeros are put around each image, on each of its four sides.

    Returns:
        out, (N, F, H', W') with H' = 1 + (H + 2 * pad - HH) / stride and
        W' = 1 + (W + 2 * pad - WW) / stride, and the cache for conv_backward_naive. Strides with
        which one of these is no whole number are not used.
    """
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, _, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out, W_out = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    out = np.empty((N, F, H_out, W_out), dtype=x.dtype)
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = padded[:, :, top : top + HH, left : left + WW]
            out[:, :, i, j] = np.tensordot(window, w, axes=([1, 2, 3], [1, 2, 3])) + b
    return out, (x, w, conv_param)


def conv_backward_naive(dout, cache):
    """Gradients of conv_forward_naive.

    Args:
        dout: upstream gradient, (N, F, H', W').
        cache: what conv_forward_naive returned.

    Returns:
        dx, (N, C, H, W); dw, (F, C, HH, WW); db, (F,).
    """
    x, w, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    _, _, H, W = x.shape
    _, _, HH, WW = w.shape
    _, _, H_out, W_out = dout.shape
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
    for i in range(H_out):
        for j in range(W_out):
            top, left = i * stride, j * stride
            window = padded[:, :, top : top + HH, left : left + WW]
            dpixel = dout[:, :, i, j]
            dw += np.tensordot(dpixel, window, axes=([0], [0]))
            dpadded[:, :, top : top + HH, left : left + WW] += np.tensordot(dpixel, w, axes=1)
    dx = dpadded[:, :, pad : pad + H, pad : pad + W]
    db = dout.sum(axis=(0, 2, 3))
    return dx, dw, db


def conv_forward_im2col(x, w, b, conv_param):
    """What conv_forward_naive computes, as one matrix product for each image.

    Each window of an image becomes a column; the filters, each as a row, times these columns are
    the output: Chellapilla, Puri & Simard (2006).

    Args:
        x: images, (N, C, H, W). Not modified.
        w: filters, (F, C, HH, WW).
        b: biases, (F,).
        conv_param: dict with "stride" and "pad", as for conv_forward_naive.

    Returns:
        out, (N, F, H', W'), and the cache for conv_backward_im2col.
    """
    stride, pad = conv_param["stride"], conv_param["pad"]
    N, C, H, W = x.shape
    F, _, HH, WW = w.shape
    H_out, W_out = 1 + (H + 2 * pad - HH) // stride, 1 + (W + 2 * pad - WW) // stride
    padded = np.pad(x, ((0, 0), (0, 0), (pad, pad), (pad, pad)))
    cols = np.empty((N, C, HH, WW, H_out, W_out), dtype=x.dtype)
    # One slice holds the same pixel of every window: HH * WW of them, however large the image.
    for i in range(HH):
        for j in range(WW):
            at = np.s_[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride]
            cols[:, :, i, j] = padded[at]
    cols = cols.reshape(N, C * HH * WW, H_out * W_out)
    out = w.reshape(F, -1) @ cols + b[:, np.newaxis]
    return out.reshape(N, F, H_out, W_out), (x.shape, w, cols, conv_param)


def conv_backward_im2col(dout, cache):
    """Gradients of conv_forward_im2col.

    Args:
        dout: upstream gradient, (N, F, H', W').
        cache: what conv_forward_im2col returned.

    Returns:
        dx, (N, C, H, W); dw, (F, C, HH, WW); db, (F,).
    """
    (N, C, H, W), w, cols, conv_param = cache
    stride, pad = conv_param["stride"], conv_param["pad"]
    F, _, HH, WW = w.shape
    _, _, H_out, W_out = dout.shape
    dout_rows = dout.reshape(N, F, H_out * W_out)
    db = dout.sum(axis=(0, 2, 3))
    dw = np.sum(dout_rows @ cols.transpose(0, 2, 1), axis=0).reshape(w.shape)
    dcols = (w.reshape(F, -1).T @ dout_rows).reshape(N, C, HH, WW, H_out, W_out)
    dpadded = np.zeros((N, C, H + 2 * pad, W + 2 * pad), dtype=dout.dtype)
    for i in range(HH):
        for j in range(WW):
            at = np.s_[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride]
            dpadded[at] += dcols[:, :, i, j]
    dx = dpadded[:, :, pad : pad + H, pad : pad + W]
    return dx, dw, db


def max_pool_forward_naive(x, pool_param):
    """Keep the largest pixel of each window, in each channel by itself.

    Args:
        x: images, (N, C, H, W). Not modified.
        pool_param: dict. "pool_height" and "pool_width" are the size of a window; "stride" is how
            many pixels two neighbouring windows are apart, in both directions.

    Returns:
        out, (N, C, H', W') with H' = 1 + (H - pool_height) / stride and
        W' = 1 + (W - pool_width) / stride, and the cache for max_pool_backward_naive. Strides with
        which one of these is no whole number are not used.
    """
    height, width, stride = (pool_param[key] for key in ("pool_height", "pool_width", "stride"))
    N, C, H, W = x.shape
    H_out, W_out = 1 + (H - height) // stride, 1 + (W - width) // stride
    out = np.full((N, C, H_out, W_out), -np.inf, dtype=x.dtype)
    for i in range(height):
        for j in range(width):
            at = np.s_[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride]
            out = np.maximum(out, x[at])
    return out, (x, out, pool_param)


def max_pool_backward_naive(dout, cache):
    """Gradient of max_pool_forward_naive: dout goes to where the largest pixel of its window was.

    Windows may overlap. If several pixels of a window are the largest, it is left open which of
    them get its gradient.

    Args:
        dout: upstream gradient, (N, C, H', W').
        cache: what max_pool_forward_naive returned.

    Returns:
        dx, (N, C, H, W).
    """
    x, out, pool_param = cache
    height, width, stride = (pool_param[key] for key in ("pool_height", "pool_width", "stride"))
    _, _, H_out, W_out = out.shape
    dx = np.zeros_like(x)
    for i in range(height):
        for j in range(width):
            at = np.s_[:, :, i : i + stride * H_out : stride, j : j + stride * W_out : stride]
            dx[at] += dout * (x[at] == out)
    return dx
