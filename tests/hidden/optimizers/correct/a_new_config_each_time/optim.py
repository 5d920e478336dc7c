# Functional: what came in is left as it is, and a new dict goes out.


def sgd_momentum(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    config.setdefault("velocity", np.zeros_like(w))
    c = config
    v = c["momentum"] * c["velocity"] - c["learning_rate"] * dw
    return w + v, {**c, "velocity": v}


def sgd_nesterov_momentum(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    config.setdefault("velocity", np.zeros_like(w))
    c = config
    mu, lr = c["momentum"], c["learning_rate"]
    v = mu * c["velocity"] - lr * dw
    # Eliminating theta leaves the new velocity's look-ahead and the gradient's own step.
    return w + mu * v - lr * dw, {**c, "velocity": v}


def adagrad(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("cache", np.zeros_like(w))
    c = config
    cache = c["cache"] + dw * dw
    return w - c["learning_rate"] * dw / (cache**0.5 + c["epsilon"]), {**c, "cache": cache}


def rmsprop(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("decay_rate", 0.99)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("cache", np.zeros_like(w))
    c = config
    cache = c["decay_rate"] * c["cache"] + (1 - c["decay_rate"]) * dw * dw
    return w - c["learning_rate"] * dw / (cache**0.5 + c["epsilon"]), c | {"cache": cache}


def adam(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-3)
    config.setdefault("beta1", 0.9)
    config.setdefault("beta2", 0.999)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("m", np.zeros_like(w))
    config.setdefault("v", np.zeros_like(w))
    config.setdefault("t", 0)
    c = config
    b1, b2, t = c["beta1"], c["beta2"], c["t"] + 1
    m = b1 * c["m"] + (1 - b1) * dw
    v = b2 * c["v"] + (1 - b2) * dw * dw
    step = (m / (1 - b1**t)) / ((v / (1 - b2**t)) ** 0.5 + c["epsilon"])
    return w - c["learning_rate"] * step, c | {"m": m, "v": v, "t": t}
