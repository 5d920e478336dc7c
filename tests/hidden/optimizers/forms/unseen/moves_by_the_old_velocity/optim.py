def sgd_momentum(w, dw, config=None):
    config = config or {}
    lr, mu = config.setdefault("learning_rate", 1e-2), config.setdefault("momentum", 0.9)
    v = config.get("velocity", np.zeros_like(w))
    w = w + v
    config["velocity"] = mu * v - lr * dw
    return w, config
