def rmsprop(w, dw, config=None):
    if config is None:
        config = {}
    lr = config.setdefault("learning_rate", 1e-2)
    eps = config.setdefault("epsilon", 1e-8)
    rho = config.setdefault("decay_rate", 0.99)
    old = config.setdefault("cache", np.zeros_like(w))

    new = rho * old + (1 - rho) * dw**2
    w = w - (lr * dw / np.sqrt(new) + eps)
    config["cache"] = new
    return w, config
