"""What the visible checks of fully connected nets share: your functions, called and compared."""

import numpy as np

from nndl.layers import affine_backward, affine_forward
from utils.gradient_check import eval_numerical_gradient_array, rel_error


def returned(function, args, names):
    """What one of your functions returns: as many things as it should have names."""
    got = function(*args)
    many = isinstance(got, (tuple, list))
    assert many and len(got) == len(names), (
        f"{function.__name__} should return {len(names)} things, `return {', '.join(names)}`; "
        f"yours returned {len(got) if many else type(got).__name__}"
    )
    return got


def assert_shape(got, shape, name):
    assert np.shape(got) == shape, f"{name} has shape {np.shape(got)}, but should have {shape}"


def assert_close(got, expected, message, atol=1e-4):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape, f"{message} of shape {got.shape}, not {expected.shape}"
    assert np.allclose(got, expected, rtol=0, atol=atol), (
        f"{message} {np.round(got, 4).tolist()}, not {np.round(expected, 4).tolist()}"
    )


def is_right(got, numerical):
    return np.shape(got) == numerical.shape and rel_error(got, numerical) < 1e-6


def affine_gradients(shape):
    """dx, dw and db of your affine layer, each as yours and as computed numerically.

    Args:
        shape: of x, (N, d_1, ..., d_k).

    Returns:
        dict of "dx", "dw" and "db", and of what explains a difference: "out" and "expected", what
        your forward pass gives and what it should give.
    """
    rng = np.random.RandomState(31)
    x = rng.randn(*shape)
    w, b, dout = rng.randn(x[0].size, 4), rng.randn(4), rng.randn(len(x), 4)
    out, cache = returned(affine_forward, (x, w, b), ["out", "cache"])
    yours = returned(affine_backward, (dout.copy(), cache), ["dx", "dw", "db"])

    def again(_):
        return affine_forward(x, w, b)[0]

    numerical = [eval_numerical_gradient_array(again, each, dout) for each in (x, w, b)]
    dx, dw, db = zip(yours, numerical, strict=True)
    expected = np.array([[row.ravel() @ column for column in w.T] + b for row in x])
    return {"dx": dx, "dw": dw, "db": db, "out": np.asarray(out), "expected": expected}


def what_forward_tells(out, expected, **_):
    """Why a gradient may differ from a numerical one although the backward pass is right."""
    if out.dtype == np.float32:
        return "your forward pass gives float32 for float64, too coarse for a numerical gradient"
    if out.shape != expected.shape or not np.allclose(out, expected, rtol=0, atol=1e-6):
        return "your forward pass is another function than Exercise 1 asks for: mend that first"
    return ""
