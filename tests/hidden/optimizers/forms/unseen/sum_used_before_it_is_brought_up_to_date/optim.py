def adagrad(w, dw, config=None):
    config = {} if config is None else config
    lr = config.setdefault("learning_rate", 1e-2)
    eps = config.setdefault("epsilon", 1e-8)
    total = config.setdefault("cache", np.zeros_like(w))
    w = w - lr * dw / (np.sqrt(total) + eps)
    config["cache"] = total + dw**2
    return w, config
