def rmsprop(w, dw, config=None):
    config = {} if config is None else config
    lr = config.setdefault("learning_rate", 1e-2)
    rho = config.setdefault("decay_rate", 0.99)
    eps = config.setdefault("epsilon", 1e-8)
    mean = rho * config.get("cache", np.zeros_like(w)) + (1 - rho) * dw
    config["cache"] = mean
    return w - lr * dw / (np.sqrt(mean**2) + eps), config
