"""Layers to take the place of a student's where these fail: a net is judged apart from them."""

import numpy as np


def scale_forward(x, w):
    """Multiply each feature by the square of its weight."""
    return x * w**2, (x, w)


def scale_backward(dout, cache):
    x, w = cache
    return dout * w**2, 2 * w * np.sum(dout * x, axis=0)
