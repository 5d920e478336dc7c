def adagrad(w, dw, config=None):
    config = {} if config is None else config
    lr = config.setdefault("learning_rate", 1e-2)
    eps = config.setdefault("epsilon", 1e-8)
    total = config.get("cache", np.zeros_like(w)) + dw * dw
    config["cache"] = np.sqrt(total)
    return w - lr * dw / (config["cache"] + eps), config
