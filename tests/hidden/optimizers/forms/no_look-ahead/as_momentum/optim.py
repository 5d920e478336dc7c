def sgd_nesterov_momentum(w, dw, config=None):
    if config is None:
        config = {}
    lr = config.setdefault("learning_rate", 1e-2)
    mu = config.setdefault("momentum", 0.9)
    v = config.setdefault("velocity", np.zeros_like(w))

    v_new = mu * v - lr * dw
    w = w + v_new
    config["velocity"] = v_new
    return w, config
