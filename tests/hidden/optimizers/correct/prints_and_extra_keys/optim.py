# Left the debugging in: prints, warnings, asserts, and histories in the config.
import warnings


def _log(config, **values):
    config.setdefault("history", []).append({k: float(np.abs(v).max()) for k, v in values.items()})
    print("step", len(config["history"]), config["history"][-1])


def sgd_momentum(w, dw, config=None, verbose=True):
    if config is None:
        warnings.warn("no config given")
        config = {}
    lr = config.setdefault("learning_rate", 1e-2)
    mu = config.setdefault("momentum", 0.9)
    v = config.setdefault("velocity", np.zeros_like(w))
    assert v.shape == w.shape == dw.shape
    v = mu * v - lr * dw
    w = w + v
    config["velocity"] = v
    if verbose:
        _log(config, w=w, v=v)
    return w, config


def sgd_nesterov_momentum(w, dw, config=None, verbose=True):
    if config is None:
        warnings.warn("no config given")
        config = {}
    lr = config.setdefault("learning_rate", 1e-2)
    mu = config.setdefault("momentum", 0.9)
    v_old = config.setdefault("velocity", np.zeros_like(w)).copy()
    config["velocity_old"] = v_old
    config["velocity"] = mu * v_old - lr * dw
    config["theta"] = w - mu * v_old + config["velocity"]
    w = config["theta"] + mu * config["velocity"]
    if verbose:
        _log(config, w=w, v=config["velocity"])
    return w, config


def adagrad(w, dw, config=None):
    if config is None:
        warnings.warn("no config given")
        config = {}
    lr = config.setdefault("learning_rate", 1e-2)
    config["cache"] = config.get("cache", np.zeros_like(w)) + dw**2
    config["steps"] = config.get("steps", 0) + 1
    with np.errstate(all="warn"):
        update = lr * dw / (np.sqrt(config["cache"]) + config.setdefault("epsilon", 1e-8))
    _log(config, update=update)
    return w - update, config


def rmsprop(w, dw, config=None):
    if config is None:
        warnings.warn("no config given")
        config = {}
    lr = config.setdefault("learning_rate", 1e-2)
    rho = config.setdefault("decay_rate", 0.99)
    config["cache"] = rho * config.get("cache", np.zeros_like(w)) + (1 - rho) * dw**2
    root = np.sqrt(config["cache"])
    update = lr * dw / (root + config.setdefault("epsilon", 1e-8))
    _log(config, update=update, root=root)
    return w - update, config


def adam(w, dw, config=None):
    if config is None:
        warnings.warn("no config given")
        config = {}
    lr = config.setdefault("learning_rate", 1e-3)
    b1 = config.setdefault("beta1", 0.9)
    b2 = config.setdefault("beta2", 0.999)
    config["t"] = np.float64(config.get("t", 0)) + 1
    config["m"] = b1 * config.get("m", np.zeros_like(w)) + (1 - b1) * dw
    config["v"] = b2 * config.get("v", np.zeros_like(w)) + (1 - b2) * dw**2
    config["m_hat"] = config["m"] / (1 - b1 ** config["t"])
    config["v_hat"] = config["v"] / (1 - b2 ** config["t"])
    update = lr * config["m_hat"] / (np.sqrt(config["v_hat"]) + config.setdefault("epsilon", 1e-8))
    _log(config, update=update)
    return w - update, config
