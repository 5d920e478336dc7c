def sgd_nesterov_momentum(w, dw, config=None):
    config = {} if config is None else config
    lr = config.setdefault("learning_rate", 1e-2)
    mu = config.setdefault("momentum", 0.9)
    old = config.setdefault("velocity", np.zeros_like(w))
    new = mu * old - lr * dw
    config["velocity"] = new
    return w + new + mu * old, config
