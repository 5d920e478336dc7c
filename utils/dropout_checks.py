"""What the visible checks of dropout share: your layer, called and compared."""

import numpy as np

from nndl.layers import dropout_backward, dropout_forward


def forward(x, dropout_param):
    """What your dropout_forward returns: out and cache."""
    before = x.copy()
    returned = dropout_forward(x, dropout_param)
    assert isinstance(returned, (tuple, list)) and len(returned) == 2, (
        "dropout_forward should return two things in either mode, `return out, cache`; in "
        f"{dropout_param['mode']} mode yours returned "
        f"{len(returned) if isinstance(returned, (tuple, list)) else type(returned).__name__}"
    )
    out, cache = returned
    assert np.shape(out) == x.shape, f"out has shape {np.shape(out)}, but x has {x.shape}"
    assert (x == before).all(), (
        f"dropout_forward should leave x alone; in {dropout_param['mode']} mode yours changes it"
    )
    return np.asarray(out), cache


def backward(dout, cache):
    """What your dropout_backward returns: dx."""
    before = dout.copy()
    dx = dropout_backward(dout, cache)
    assert dx is not None, "dropout_backward returned nothing: `return dx` in either mode"
    assert np.shape(dx) == dout.shape, f"dx has shape {np.shape(dx)}, but x has {dout.shape}"
    assert (dout == before).all(), "dropout_backward should leave dout alone; yours changes it"
    return np.asarray(dx)


def seeded(seed, shape):
    """The numbers that decide with a seed what is kept: those below p."""
    return np.random.RandomState(seed).rand(*shape)


def assert_close(got, expected, message, atol=1e-4):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape, f"{message} of shape {got.shape}, not {expected.shape}"
    assert np.allclose(got, expected, rtol=0, atol=atol), (
        f"{message} {np.round(got, 4).tolist()}, not {np.round(expected, 4).tolist()}"
    )


def what_layer_tells():
    """Which exercise about the layer is to be mended before the net, or ""."""
    x, dout = np.random.RandomState(55).randn(2, 5, 4)
    factors = (seeded(56, x.shape) < 0.6) / 0.6
    try:
        out, cache = forward(x, {"mode": "train", "p": 0.6, "seed": 56})
        if not np.allclose(out, x * factors):
            return "the check of Exercise 1 fails: mend that first, the net is made of this layer"
        if not np.allclose(backward(dout, cache), dout * factors):
            return "the check of Exercise 2 fails: mend that first, the net is made of this layer"
    except Exception as error:  # whatever a layer that is wrong raises
        return f"dropout itself fails, mend Exercises 1 and 2 first: {error}"
    return ""
