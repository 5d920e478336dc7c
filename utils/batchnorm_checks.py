"""What the visible checks of batch normalization share: your layer, called and compared."""

import numpy as np

from nndl.layers import batchnorm_backward, batchnorm_forward
from utils.gradient_check import eval_numerical_gradient_array, rel_error


def forward(x, gamma, beta, bn_param):
    """What your batchnorm_forward returns: out and cache."""
    returned = batchnorm_forward(x, gamma, beta, bn_param)
    assert isinstance(returned, (tuple, list)) and len(returned) == 2, (
        "batchnorm_forward should return two things, `return out, cache`; yours returned "
        f"{len(returned) if isinstance(returned, (tuple, list)) else type(returned).__name__}"
    )
    out, cache = returned
    assert np.shape(out) == x.shape, f"out has shape {np.shape(out)}, but x has {x.shape}"
    return np.asarray(out), cache


def backward(dout, cache):
    """What your batchnorm_backward returns: dx, dgamma and dbeta."""
    returned = batchnorm_backward(dout, cache)
    assert isinstance(returned, (tuple, list)) and len(returned) == 3, (
        "batchnorm_backward should return three things, `return dx, dgamma, dbeta`"
    )
    return returned


def assert_close(got, expected, message, atol=1e-4):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape, f"{message} of shape {got.shape}, not {expected.shape}"
    assert np.allclose(got, expected, rtol=0, atol=atol), (
        f"{message} {np.round(got, 4).tolist()}, not {np.round(expected, 4).tolist()}"
    )


def is_right(got, numerical):
    return np.shape(got) == numerical.shape and rel_error(got, numerical) < 1e-6


def layer_gradients(shape):
    """dx, dgamma and dbeta, each as yours and as computed numerically; and the forward pass."""
    rng = np.random.RandomState(23)
    x, dout = 2 * rng.randn(*shape) + 4, rng.randn(*shape)
    gamma, beta = rng.randn(shape[1]), rng.randn(shape[1])
    out, cache = forward(x, gamma, beta, {"mode": "train"})
    before = dout.copy()
    yours = backward(dout, cache)
    assert_close(dout, before, "batchnorm_backward should leave dout alone, and it is now")

    def again(_):
        return forward(x, gamma, beta, {"mode": "train"})[0]

    numerical = [eval_numerical_gradient_array(again, each, dout) for each in (x, gamma, beta)]
    dx, dgamma, dbeta = zip(yours, numerical, strict=True)
    x_hat = (x - x.mean(axis=0)) / np.sqrt(x.var(axis=0) + 1e-5)
    found = {"dx": dx, "dgamma": dgamma, "dbeta": dbeta, "gamma": gamma, "x_hat": x_hat}
    return {**found, "out": out, "expected": gamma * x_hat + beta}


def what_forward_tells(out, expected, **_):
    """Why a gradient may differ from a numerical one although the backward pass is right."""
    if out.dtype == np.float32:
        return "your forward pass gives float32 for float64, too coarse for a numerical gradient"
    if not np.allclose(out, expected, rtol=0, atol=1e-6):
        return "your forward pass is another function than Exercise 1 asks for: mend that first"
    return ""


def what_sums_tell(gamma, x_hat, dx, **_):
    """Which way back to x is wrong: two sums over the rows should be zero in every column."""
    got, numerical = dx
    sums, along = np.abs(np.sum(got, axis=0)).max(), np.abs(np.sum(got * x_hat, axis=0)).max()
    if sums > 1e-6:
        return (
            "the way through the mean is off (nodes 2 and 1): the sum of dx over the rows is up "
            f"to {sums:.1e}, and should be 0. Has dx both contributions, dmu its sign and its 1/N?"
        )
    if along > 1e-3:
        return (
            "the way through the variance is off (nodes 7 to 3): the sum of dx is 0, as it should "
            f"be, but that of dx * x_hat is up to {along:.1e}. A sign, a 2, a 1/N?"
        )
    if is_right(np.asarray(got) * gamma, numerical):
        return "gamma is missing in it (node 8)"
    return (
        "a factor common to all rows is off: the sums of dx and dx * x_hat are 0, as they should "
        "be. Is 1 / sigma in it once, with its eps, and 1/N only where a mean was taken?"
    )
