"""Update rules: one step of gradient descent for one parameter.

Each takes a parameter ``w``, its gradient ``dw``, of the same shape, and a dict ``config`` with
the hyperparameters and the rule's own state, under the keys that the rule's docstring names; what
a config leaves out gets the default named there. It returns the updated w and the config to pass to
the next step; w and the config may be updated in place, dw is left as it is.
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

    The velocity forgets a part of itself and gains the step that sgd would take; w moves by it:

        velocity = momentum * velocity - learning_rate * dw
        w = w + velocity

    Args:
        w, dw: parameter and gradient, of one shape.
        config: "learning_rate" (1e-2); "momentum" (0.9); "velocity", shaped like w (zeros).

    Returns:
        w, updated, and config, with the velocity of this step.
    """
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    config.setdefault("velocity", np.zeros_like(w))
    velocity = config["velocity"]
    velocity *= config["momentum"]
    velocity -= config["learning_rate"] * dw
    w += velocity
    return w, config


def sgd_nesterov_momentum(w, dw, config=None):
    """Gradient descent with Nesterov's momentum (Sutskever et al., 2013).

    The velocity is that of sgd_momentum, but its gradient is taken ahead, where the velocity that
    is left would lead. So that dw can be the gradient at w, w stands for that point ahead (Bengio
    et al., 2013, section 3.5). With theta, which is nowhere stored, for the point it is ahead of:

        w = theta + momentum * velocity                                        before the step
        new_velocity = momentum * velocity - learning_rate * dw
        new_theta = theta + new_velocity
        new_w = new_theta + momentum * new_velocity                            after the step

    Args:
        w, dw: parameter and gradient, of one shape.
        config: "learning_rate" (1e-2); "momentum" (0.9); "velocity", shaped like w (zeros).

    Returns:
        w, updated, and config, with the velocity of this step.
    """
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    config.setdefault("velocity", np.zeros_like(w))
    velocity, momentum = config["velocity"], config["momentum"]
    before = velocity.copy()
    velocity *= momentum
    velocity -= config["learning_rate"] * dw
    w += velocity + momentum * (velocity - before)
    return w, config


def adagrad(w, dw, config=None):
    """Steps scaled by the sum of all squared gradients so far (Duchi et al., 2011).

    Each entry of w goes against its gradient by learning_rate * dw, divided by the root of its own
    sum plus epsilon.

    Args:
        w, dw: parameter and gradient, of one shape.
        config: "learning_rate" (1e-2); "epsilon" (1e-8), added to the root of the sum; "cache", the
            sum, shaped like w (zeros).

    Returns:
        w, updated, and config, with the sum that this step's gradient is part of.
    """
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("cache", np.zeros_like(w))
    total = config["cache"]
    total += dw**2
    w -= config["learning_rate"] * dw / (np.sqrt(total) + config["epsilon"])
    return w, config


def rmsprop(w, dw, config=None):
    """Steps scaled by a running average of squared gradients (Tieleman & Hinton, 2012).

    As adagrad, with an average in place of the sum: it keeps decay_rate of what it was, and the
    square of this step's gradient makes up the rest.

    Args:
        w, dw: parameter and gradient, of one shape.
        config: "learning_rate" (1e-2); "decay_rate" (0.99), how much of the average is kept;
            "epsilon" (1e-8), added to the root of the average; "cache", the average, shaped like w
            (zeros).

    Returns:
        w, updated, and config, with the average that this step's gradient is part of.
    """
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("decay_rate", 0.99)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("cache", np.zeros_like(w))
    average = config["cache"]
    average *= config["decay_rate"]
    average += (1 - config["decay_rate"]) * dw**2
    w -= config["learning_rate"] * dw / (np.sqrt(average) + config["epsilon"])
    return w, config


def adam(w, dw, config=None):
    """Adam with bias correction (Kingma & Ba, 2015, Algorithm 1).

    The moments are running averages of dw and of its square, which keep beta1 and beta2 of what
    they were. For the step, each is divided by what its weights add up to, 1 - beta1**t and
    1 - beta2**t, with this step counted in t; then w goes against the first by learning_rate,
    divided by the root of the second plus epsilon.

    Args:
        w, dw: parameter and gradient, of one shape.
        config: "learning_rate" (1e-3); "beta1" (0.9); "beta2" (0.999); "epsilon" (1e-8), added to
            the root of the corrected second moment; "m" and "v", the first and second moments, not
            corrected, shaped like w (zeros); "t", steps taken so far (0).

    Returns:
        w, updated, and config, with the moments and the number of steps after this one.
    """
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-3)
    config.setdefault("beta1", 0.9)
    config.setdefault("beta2", 0.999)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("m", np.zeros_like(w))
    config.setdefault("v", np.zeros_like(w))
    config.setdefault("t", 0)
    config["t"] += 1
    m, v, t = config["m"], config["v"], config["t"]
    beta1, beta2 = config["beta1"], config["beta2"]
    m *= beta1
    m += (1 - beta1) * dw
    v *= beta2
    v += (1 - beta2) * dw**2
    # Both averages start at zero; dividing by what their weights add up to corrects for that.
    m_hat, v_hat = m / (1 - beta1**t), v / (1 - beta2**t)
    w -= config["learning_rate"] * m_hat / (np.sqrt(v_hat) + config["epsilon"])
    return w, config
