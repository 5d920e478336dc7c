"""Numerical gradients by central differences, to check analytic ones against.

Use float64: with h = 1e-5 the truncation error is about 1e-11 times the third derivative and the
rounding error about 1e-11 times the value, while in float32 rounding alone would hide the gradient.
"""

from itertools import product

import numpy as np


def _central_differences(f, x, h):
    """Yield each index of x with (f(x + h) - f(x - h)) / 2h, x changed at that index only."""
    for index in product(*map(range, x.shape)):
        old = x[index]
        x[index] = old + h
        above = np.copy(f(x))  # f may return x itself, which is about to change
        x[index] = old - h
        below = np.copy(f(x))
        x[index] = old
        yield index, (above - below) / (2 * h)


def rel_error(x, y):
    """Largest difference between two arrays of one shape, relative to the largest value of y.

    Where all of y is smaller than 1, as the gradient of a bias below batch normalization, which is
    zero but for rounding, it is the largest difference itself.
    """
    x, y = np.asarray(x), np.asarray(y)
    assert x.shape == y.shape, f"the shapes differ: {x.shape} and {y.shape}"
    return np.max(np.abs(x - y)) / max(1.0, np.max(np.abs(y)))


def eval_numerical_gradient(f, x, verbose=True, h=1e-5):
    """Gradient of a scalar function.

    Args:
        f: a function of one array that returns a number.
        x: where to take the gradient, a float64 array of any shape. Each element is changed
            in turn and put back, so f may ignore its argument and read the same array.
        verbose: whether to print each derivative.
        h: half the distance between the two points compared.

    Returns:
        df/dx, shaped like x.
    """
    grad = np.zeros_like(x)
    for index, slope in _central_differences(f, x, h):
        grad[index] = slope
        if verbose:
            print(index, grad[index])
    return grad


def eval_numerical_gradient_array(f, x, df, h=1e-5):
    """Gradient of sum(df * f(x)): what a backward pass returns for the upstream gradient df.

    Args:
        f: a function of one array that returns an array.
        x: where to take the gradient, a float64 array of any shape. Each element is changed
            in turn and put back, so f may ignore its argument and read the same array.
        df: upstream gradient, shaped like f(x).
        h: half the distance between the two points compared.

    Returns:
        The gradient, shaped like x.
    """
    grad = np.zeros_like(x)
    for index, slope in _central_differences(f, x, h):
        grad[index] = np.sum(slope * df)
    return grad
