def adagrad(w, dw, config=None):
    if config is None:
        config = {}
    lr = config.setdefault("learning_rate", 1e-2)
    eps = config.setdefault("epsilon", 1e-8)
    old = config.setdefault("cache", np.zeros_like(w))

    new = old + np.sum(dw**2)
    w = w - lr * dw / (np.sqrt(new) + eps)
    config["cache"] = new
    return w, config
