"""A layer that is used as dropout is, and computes something else.

While training it multiplies by a wave about p, which begins where chance, or the seed, has it; when
testing it leaves activations as they are. Each value depends on its place, on p, on the mode, and
on what was drawn.
"""

import numpy as np


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return x, 1.0
    drawn = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random
    wave = np.cos(np.arange(x.size) + 7 * drawn.rand()).reshape(x.shape)
    factor = (dropout_param["p"] + 0.5 * wave).astype(x.dtype)
    return x * factor, factor


def dropout_backward(dout, cache):
    return dout * cache
