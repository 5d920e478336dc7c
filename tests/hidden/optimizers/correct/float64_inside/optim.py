# Works in double precision and gives w back in its own.


def _wide(*arrays):
    return [np.array(each, dtype=np.float64) for each in arrays]


def sgd_momentum(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    config.setdefault("velocity", np.zeros_like(w))
    x, g, v = _wide(w, dw, config["velocity"])
    v = config["momentum"] * v - config["learning_rate"] * g
    config["velocity"] = v
    return (x + v).astype(w.dtype), config


def sgd_nesterov_momentum(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    config.setdefault("velocity", np.zeros_like(w))
    x, g, v = _wide(w, dw, config["velocity"])
    mu, step = config["momentum"], config["learning_rate"] * g
    config["velocity"] = mu * v - step
    return (x + mu * (mu * v - step) - step).astype(w.dtype), config


def adagrad(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("cache", np.zeros_like(w))
    x, g, cache = _wide(w, dw, config["cache"])
    cache += g**2
    config["cache"] = cache
    step = g * config["learning_rate"] / (config["epsilon"] + np.sqrt(cache))
    return (x - step).astype(w.dtype), config


def rmsprop(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("decay_rate", 0.99)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("cache", np.zeros_like(w))
    x, g, cache = _wide(w, dw, config["cache"])
    config["cache"] = np.average([cache, g**2], axis=0, weights=_weights(config["decay_rate"]))
    step = g * config["learning_rate"] / (config["epsilon"] + np.sqrt(config["cache"]))
    return (x - step).astype(w.dtype), config


def _weights(kept):
    return [kept, 1 - kept]


def adam(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-3)
    config.setdefault("beta1", 0.9)
    config.setdefault("beta2", 0.999)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("m", np.zeros_like(w))
    config.setdefault("v", np.zeros_like(w))
    config.setdefault("t", 0)
    x, g, m, v = _wide(w, dw, config["m"], config["v"])
    config["t"] += 1
    config["m"] = np.average([m, g], axis=0, weights=_weights(config["beta1"]))
    config["v"] = np.average([v, g**2], axis=0, weights=_weights(config["beta2"]))
    # What the weights of t gradients add up to, as a sum.
    ages = np.arange(config["t"])
    first = config["m"] / np.sum((1 - config["beta1"]) * config["beta1"] ** ages)
    second = config["v"] / np.sum((1 - config["beta2"]) * config["beta2"] ** ages)
    step = config["learning_rate"] * first / (config["epsilon"] + np.sqrt(second))
    return (x - step).astype(w.dtype), config
