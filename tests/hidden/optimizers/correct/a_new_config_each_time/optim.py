# Functional: neither w nor the config that came in is touched; a new dict goes out.


def sgd_momentum(w, dw, config=None):
    c = {"learning_rate": 1e-2, "momentum": 0.9, "velocity": np.zeros_like(w), **(config or {})}
    v = c["momentum"] * c["velocity"] - c["learning_rate"] * dw
    return w + v, {**c, "velocity": v}


def sgd_nesterov_momentum(w, dw, config=None):
    c = {"learning_rate": 1e-2, "momentum": 0.9, "velocity": np.zeros_like(w), **(config or {})}
    mu, lr = c["momentum"], c["learning_rate"]
    v = mu * c["velocity"] - lr * dw
    # Eliminating theta leaves the new velocity's look-ahead and the gradient's own step.
    return w + mu * v - lr * dw, {**c, "velocity": v}


def adagrad(w, dw, config=None):
    c = {"learning_rate": 1e-2, "epsilon": 1e-8, "cache": np.zeros_like(w), **(config or {})}
    cache = c["cache"] + dw * dw
    return w - c["learning_rate"] * dw / (cache**0.5 + c["epsilon"]), {**c, "cache": cache}


def rmsprop(w, dw, config=None):
    c = {"learning_rate": 1e-2, "decay_rate": 0.99, "epsilon": 1e-8, "cache": np.zeros_like(w)}
    c = c | (config or {})
    cache = c["decay_rate"] * c["cache"] + (1 - c["decay_rate"]) * dw * dw
    return w - c["learning_rate"] * dw / (cache**0.5 + c["epsilon"]), c | {"cache": cache}


def adam(w, dw, config=None):
    c = {"learning_rate": 1e-3, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "t": 0}
    c = c | {"m": np.zeros_like(w), "v": np.zeros_like(w)} | (config or {})
    b1, b2, t = c["beta1"], c["beta2"], c["t"] + 1
    m = b1 * c["m"] + (1 - b1) * dw
    v = b2 * c["v"] + (1 - b2) * dw * dw
    step = (m / (1 - b1**t)) / ((v / (1 - b2**t)) ** 0.5 + c["epsilon"])
    return w - c["learning_rate"] * step, c | {"m": m, "v": v, "t": t}
