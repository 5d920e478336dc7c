# One engine of closures makes all five rules; the names are bound at the end.


def _rule(defaults, state, step):
    def update(w, dw, config=None):
        config = dict(config) if config is not None else {}
        for key, value in defaults.items():
            config.setdefault(key, value)
        for key in state:
            config.setdefault(key, 0 if key == "t" else np.zeros_like(w, dtype=float))
        change, new = step(np.asarray(dw), config)
        config.update(new)
        return w + change, config

    return update


def _momentum_step(g, c):
    v = c["momentum"] * c["velocity"] - c["learning_rate"] * g
    return v, {"velocity": v}


def _nesterov_step(g, c):
    v = c["momentum"] * c["velocity"] - c["learning_rate"] * g
    return v - c["momentum"] * c["velocity"] + c["momentum"] * v, {"velocity": v}


def _adagrad_step(g, c):
    s = c["cache"] + g * g
    return -c["learning_rate"] * g / (np.sqrt(s) + c["epsilon"]), {"cache": s}


def _rmsprop_step(g, c):
    s = c["decay_rate"] * c["cache"] + (1 - c["decay_rate"]) * g * g
    return -c["learning_rate"] * g / (np.sqrt(s) + c["epsilon"]), {"cache": s}


def _adam_step(g, c):
    t = c["t"] + 1
    m = c["beta1"] * c["m"] + (1 - c["beta1"]) * g
    v = c["beta2"] * c["v"] + (1 - c["beta2"]) * g * g
    m_hat, v_hat = m / (1 - c["beta1"] ** t), v / (1 - c["beta2"] ** t)
    change = -c["learning_rate"] * m_hat / (np.sqrt(v_hat) + c["epsilon"])
    return change, {"m": m, "v": v, "t": t}


_FIRST = {"learning_rate": 1e-2}
_EPS = {"epsilon": 1e-8}
_BETAS = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999}


def sgd_momentum(w, dw, config=None):
    return _rule(_FIRST | {"momentum": 0.9}, ["velocity"], _momentum_step)(w, dw, config)


def sgd_nesterov_momentum(w, dw, config=None):
    return _rule(_FIRST | {"momentum": 0.9}, ["velocity"], _nesterov_step)(w, dw, config)


def adagrad(w, dw, config=None):
    return _rule(_FIRST | _EPS, ["cache"], _adagrad_step)(w, dw, config)


def rmsprop(w, dw, config=None):
    return _rule(_FIRST | _EPS | {"decay_rate": 0.99}, ["cache"], _rmsprop_step)(w, dw, config)


def adam(w, dw, config=None):
    return _rule(_BETAS | _EPS, ["m", "v", "t"], _adam_step)(w, dw, config)
