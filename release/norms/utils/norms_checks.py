"""What the visible checks of normalization layers share: your functions, called and compared."""

import numpy as np

from utils.gradient_check import eval_numerical_gradient_array, rel_error


def forward(function, x, *rest):
    """What your forward pass returns: out and cache."""
    before, name = x.copy(), function.__name__
    returned = function(x, *rest)
    assert isinstance(returned, (tuple, list)) and len(returned) == 2, (
        f"{name} should return two things, `return out, cache`; yours returned "
        f"{len(returned) if isinstance(returned, (tuple, list)) else type(returned).__name__}"
    )
    out, cache = returned
    assert np.shape(out) == x.shape, f"out has shape {np.shape(out)}, but x has {x.shape}"
    assert (x == before).all(), f"{name} should leave x alone; yours changes it"
    return np.asarray(out), cache


def gradients(functions, x, gamma, beta, *rest):
    """dx, dgamma and dbeta, each as yours and as computed numerically.

    Args:
        functions: your forward and your backward pass.
        x, gamma, beta: float64 arrays.
        rest: what else the forward pass takes; a dict in it is copied for each call.

    Returns:
        A dict of name -> (yours, numerical), and the upstream gradient under "dout".
    """
    go, back = functions
    dout = np.random.RandomState(73).randn(*x.shape)

    def again(_=None):
        own = [dict(each) if isinstance(each, dict) else each for each in rest]
        return forward(go, x, gamma, beta, *own)

    out, cache = again()
    assert out.dtype != np.float32, "out is float32 for a float64 x: too coarse for what follows"
    before = dout.copy()
    returned = back(dout, cache)
    assert (dout == before).all(), f"{back.__name__} should leave dout alone; yours changes it"
    assert isinstance(returned, (tuple, list)) and len(returned) == 3, (
        f"{back.__name__} should return three things, `return dx, dgamma, dbeta`"
    )
    found = {"dout": dout}
    for name, param, yours in zip(
        ("dx", "dgamma", "dbeta"), (x, gamma, beta), returned, strict=True
    ):
        shape = np.shape(yours)
        assert shape == param.shape, (
            f"{name} has shape {shape}; it should be {param.shape}, like {name[1:]}"
            + (", and so is summed over the batch" if shape == x.shape[:1] else "")
        )
        numerical = eval_numerical_gradient_array(lambda _: again()[0], param, dout)
        found[name] = np.asarray(yours), numerical
    return found


def is_right(yours, numerical):
    return rel_error(yours, numerical) < 1e-6


def assert_close(got, expected, message, atol=1e-4):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape, f"{message} of shape {got.shape}, not {expected.shape}"
    assert np.allclose(got, expected, rtol=0, atol=atol), (
        f"{message} {np.round(got, 4).tolist()}, not {np.round(expected, 4).tolist()}"
    )


def normalized(x, axes, eps=1e-5):
    """x with mean 0 and variance 1 over the axes, but for eps."""
    mean, var = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(var + eps)


def grouped(x, G):
    """x, (N, C, H, W), normalized over each of G groups of neighbouring channels."""
    N, C, H, W = x.shape
    return normalized(x.reshape(N, G, C // G, H, W), (2, 3, 4)).reshape(x.shape)


def rows_without_transpose(x):
    """Images, (N, C, H, W), normalized as rows of C numbers that stand side by side in memory."""
    return normalized(x.reshape(-1, x.shape[1]), 0).reshape(x.shape)


def what_images_tell(out, x, others=()):
    """What out, of gamma = 1 and beta = 0, seems to be instead of what was asked for, or "".

    Args:
        out, x: (N, C, H, W).
        others: more pairs of a meaning and what out then is, looked at first.
    """
    for meaning, expected in (
        *others,
        ("the rows are x.reshape(-1, C) without a transpose, and mix channels", None),
        ("each pixel seems to have statistics of its own, over the batch", (0,)),
        ("each image and channel seems to have statistics of its own", (2, 3)),
        ("each pixel of each image seems to have statistics of its own, over the channels", (1,)),
        ("each pixel seems to have statistics of its own, over batch and channels", (0, 1)),
        ("each image seems to be normalized as a whole", (1, 2, 3)),
        ("statistics seem to be over everything", (0, 1, 2, 3)),
        ("statistics seem to be over the batch and all pixels of a channel", (0, 2, 3)),
        ("nothing seems to be normalized", ()),
    ):
        if expected is None:
            expected = rows_without_transpose(x)
        elif isinstance(expected, tuple):
            expected = normalized(x, expected) if expected else x
        if np.allclose(out, expected, atol=1e-4):
            return f": {meaning}"
    if np.allclose(np.sort(out, axis=None), np.sort(normalized(x, (0, 2, 3)), axis=None)):
        return ": the right numbers are there, in other places. Undo the transpose, too"
    return ""
