"""Update rules: one step of gradient descent for one parameter, in place.

Each takes a parameter ``w``, its gradient ``dw``, of the same shape, and a dict ``config`` with
the hyperparameters and the rule's own state. It updates w in place and returns w and the config
to pass to the next step. What a config leaves out gets the default named in the rule's docstring.
"""

import math

import numpy as np

BLOCK = 1 << 16  # elements that adam updates at once


def sgd(w, dw, config=None):
    """Plain stochastic gradient descent.

    Args:
        w, dw: parameter and gradient, of one shape.
        config: "learning_rate" (1e-2).

    Returns:
        w, updated in place, and config.
    """
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    w -= config["learning_rate"] * dw
    return w, config


def sgd_momentum(w, dw, config=None):
    """Gradient descent with momentum (Polyak, 1964).

    Args:
        w, dw: parameter and gradient, of one shape.
        config: "learning_rate" (1e-2); "momentum" (0.9); "velocity", shaped like w (zeros).

    Returns:
        w, updated in place, and config.
    """
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    velocity = config.setdefault("velocity", np.zeros_like(w))
    velocity *= config["momentum"]
    velocity -= config["learning_rate"] * dw
    w += velocity
    return w, config


def rmsprop(w, dw, config=None):
    """Steps scaled by a running average of squared gradients (Tieleman & Hinton, 2012).

    Args:
        w, dw: parameter and gradient, of one shape.
        config: "learning_rate" (1e-2); "decay_rate" (0.99); "epsilon" (1e-8); "cache", the
            average, shaped like w (zeros).

    Returns:
        w, updated in place, and config.
    """
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("decay_rate", 0.99)
    config.setdefault("epsilon", 1e-8)
    average = config.setdefault("cache", np.zeros_like(w))
    average *= config["decay_rate"]
    average += (1 - config["decay_rate"]) * dw**2
    w -= config["learning_rate"] * dw / (np.sqrt(average) + config["epsilon"])
    return w, config


def adam(w, dw, config=None):
    """Adam with bias correction (Kingma & Ba, 2015, Algorithm 1).

    Args:
        w, dw: parameter and gradient, of one shape.
        config: "learning_rate" (1e-3); "beta1" (0.9); "beta2" (0.999); "epsilon" (1e-8); "m" and
            "v", the first and second moments, shaped like w (zeros); "t", steps taken (0).

    Returns:
        w, updated in place, and config.
    """
    config = {} if config is None else config
    learning_rate = config.setdefault("learning_rate", 1e-3)
    beta1 = config.setdefault("beta1", 0.9)
    beta2 = config.setdefault("beta2", 0.999)
    epsilon = config.setdefault("epsilon", 1e-8)
    for moment in "m", "v":
        if moment not in config:
            config[moment] = np.zeros_like(w)
    config["t"] = t = config.get("t", 0) + 1
    # Applied to the numbers around sqrt(v) instead of to v (section 2, its last lines). A float, as
    # numpy's own float64 would make every operation below one in float64.
    correction = math.sqrt(1 - beta2**t)

    # A square so small that sqrt(v) + epsilon rounds to epsilon. Without it v may fall below 1e-38,
    # where float32 loses its leading bit and processors take ten times as long.
    smallest = (float(np.finfo(w.dtype).eps) / 4 * epsilon) ** 2
    # A few rows at a time, so that all of it happens in the cache, with one scratch array for
    # every intermediate: memory is what takes the time here, not arithmetic.
    rows = max(1, BLOCK // max(1, w[:1].size))
    scratch = np.empty_like(w[:rows])
    for start in range(0, len(w), rows):
        block = slice(start, start + rows)
        g, m, v = dw[block], config["m"][block], config["v"][block]
        step = scratch[: len(g)]
        np.multiply(g, 1 - beta1, out=step)
        m *= beta1
        m += step
        np.multiply(g, g, out=step)
        step += smallest
        step *= 1 - beta2
        v *= beta2
        v += step
        np.sqrt(v, out=step)
        step += epsilon * correction
        np.divide(m, step, out=step)
        step *= learning_rate * correction / (1 - beta1**t)
        w[block] -= step
    return w, config
