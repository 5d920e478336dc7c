"""A layer that scales each feature, and its gradient."""

import numpy as np


def scale_forward(x, w):
    """Multiply each feature by its weight.

    Args:
        x: activations, (N, D). Not modified.
        w: weights, (D,).

    Returns:
        out, (N, D), and the cache for scale_backward.
    """
    ### BEGIN SOLUTION toy
    out = x * w
    return out, (x, w)
    ### END SOLUTION


def scale_backward(dout, cache):
    """Gradients of scale_forward, dx and dw, from the upstream gradient, (N, D)."""
    ### BEGIN SOLUTION toy
    x, w = cache
    dx = dout * w
    dw = np.sum(dout * x, axis=0)
    return dx, dw
    ### END SOLUTION
