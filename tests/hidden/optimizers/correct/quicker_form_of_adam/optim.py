# Adam with one scalar for both corrections, epsilon corrected along with the root; all in place.


def sgd_momentum(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    config.setdefault("velocity", np.zeros_like(w))
    np.multiply(config["velocity"], config["momentum"], out=config["velocity"])
    config["velocity"] -= np.multiply(dw, config["learning_rate"])
    w[...] = w + config["velocity"]
    return w, config


def sgd_nesterov_momentum(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    config.setdefault("velocity", np.zeros_like(w))
    w -= config["momentum"] * config["velocity"]  # back to theta
    config["velocity"] *= config["momentum"]
    config["velocity"] -= config["learning_rate"] * dw
    w += config["velocity"]
    w += config["momentum"] * config["velocity"]  # and ahead again
    return w, config


def adagrad(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("cache", np.zeros_like(w))
    config["cache"] += np.power(dw, 2)
    rate = config["learning_rate"] / (np.sqrt(config["cache"]) + config["epsilon"])
    w -= rate * dw
    return w, config


def rmsprop(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("decay_rate", 0.99)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("cache", np.zeros_like(w))
    config["cache"] *= config["decay_rate"]
    config["cache"] += np.abs(dw) ** 2 * (1 - config["decay_rate"])
    rate = config["learning_rate"] / (np.sqrt(config["cache"]) + config["epsilon"])
    w -= rate * dw
    return w, config


def adam(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-3)
    config.setdefault("beta1", 0.9)
    config.setdefault("beta2", 0.999)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("m", np.zeros_like(w))
    config.setdefault("v", np.zeros_like(w))
    config.setdefault("t", 0)
    config["t"] += 1
    config["m"] *= config["beta1"]
    config["m"] += (1 - config["beta1"]) * dw
    config["v"] *= config["beta2"]
    config["v"] += (1 - config["beta2"]) * dw * dw
    root = np.sqrt(1 - config["beta2"] ** config["t"])
    rate = config["learning_rate"] * root / (1 - config["beta1"] ** config["t"])
    w -= rate * config["m"] / (np.sqrt(config["v"]) + config["epsilon"] * root)
    return w, config
