# Averages move towards what is new; the helpers are shared.


def _towards(old, new, share):
    return old + share * (new - old)


def _defaults(w, config, keys, **values):
    config = {} if config is None else config
    for key, value in values.items():
        config.setdefault(key, value)
    for key in keys:
        config.setdefault(key, np.zeros(np.shape(w)))
    return config


def _accelerate(w, dw, config):
    config = _defaults(w, config, ["velocity"], learning_rate=1e-2, momentum=0.9)
    old = np.array(config["velocity"])
    config["velocity"] = config["momentum"] * old + -config["learning_rate"] * dw
    return old, config["velocity"], config


def sgd_momentum(w, dw, config=None):
    _, v, config = _accelerate(w, dw, config)
    return np.add(w, v), config


def sgd_nesterov_momentum(w, dw, config=None):
    old, v, config = _accelerate(w, dw, config)
    return np.add(w, v + config["momentum"] * np.subtract(v, old)), config


def _adapted(dw, squares, config):
    return config["learning_rate"] * np.divide(dw, config["epsilon"] + np.sqrt(squares))


def adagrad(w, dw, config=None):
    config = _defaults(w, config, ["cache"], learning_rate=1e-2, epsilon=1e-8)
    config["cache"] = np.hypot(np.sqrt(config["cache"]), dw) ** 2
    return w - _adapted(dw, config["cache"], config), config


def rmsprop(w, dw, config=None):
    config = _defaults(w, config, ["cache"], learning_rate=1e-2, decay_rate=0.99, epsilon=1e-8)
    config["cache"] = _towards(config["cache"], np.square(dw), 1 - config["decay_rate"])
    return w - _adapted(dw, config["cache"], config), config


def adam(w, dw, config=None):
    config = _defaults(
        w, config, ["m", "v"], learning_rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8, t=0
    )
    config["t"] += 1
    hats = []
    for key, beta, new in (("m", "beta1", dw), ("v", "beta2", np.square(dw))):
        config[key] = _towards(config[key], new, 1 - config[beta])
        hats.append(config[key] / (1 - config[beta] ** config["t"]))
    return w - _adapted(hats[0], hats[1], config), config
