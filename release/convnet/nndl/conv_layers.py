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
    raise NotImplementedError("conv_forward_naive is not implemented yet")


def conv_backward_naive(dout, cache):
    """Gradients of conv_forward_naive.

    Args:
        dout: upstream gradient, (N, F, H', W').
        cache: what conv_forward_naive returned.

    Returns:
        dx, (N, C, H, W); dw, (F, C, HH, WW); db, (F,).
    """
    raise NotImplementedError("conv_backward_naive is not implemented yet")


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
    raise NotImplementedError("conv_forward_im2col is not implemented yet")


def conv_backward_im2col(dout, cache):
    """Gradients of conv_forward_im2col.

    Args:
        dout: upstream gradient, (N, F, H', W').
        cache: what conv_forward_im2col returned.

    Returns:
        dx, (N, C, H, W); dw, (F, C, HH, WW); db, (F,).
    """
    raise NotImplementedError("conv_backward_im2col is not implemented yet")


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
    raise NotImplementedError("max_pool_forward_naive is not implemented yet")


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
    raise NotImplementedError("max_pool_backward_naive is not implemented yet")
