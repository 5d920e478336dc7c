def adagrad(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("epsilon", 1e-8)
    config["cache"] = config.get("cache", np.zeros_like(w)) + np.abs(dw)
    w = w - config["learning_rate"] * dw / (config["cache"] + config["epsilon"])
    return w, config
