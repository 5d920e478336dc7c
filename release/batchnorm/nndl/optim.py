"""Update rules: one step of gradient descent for one parameter, in place.

Each takes a parameter ``w``, its gradient ``dw``, of the same shape, and a dict ``config`` with
the hyperparameters and the rule's own state. It updates w in place and returns w and the config
to pass to the next step. What a config leaves out gets the default named in the rule's docstring.
"""

import numpy as np


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
    config.setdefault("learning_rate", 1e-3)
    beta1 = config.setdefault("beta1", 0.9)
    beta2 = config.setdefault("beta2", 0.999)
    config.setdefault("epsilon", 1e-8)
    m = config.setdefault("m", np.zeros_like(w))
    v = config.setdefault("v", np.zeros_like(w))
    config["t"] = t = config.get("t", 0) + 1

    m *= beta1
    m += (1 - beta1) * dw
    v *= beta2
    v += (1 - beta2) * dw**2
    # Both averages start at zero; dividing by what their weights add up to corrects for that.
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    w -= config["learning_rate"] * m_hat / (np.sqrt(v_hat) + config["epsilon"])
    return w, config
