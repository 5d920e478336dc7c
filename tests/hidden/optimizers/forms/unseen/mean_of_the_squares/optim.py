def adagrad(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("epsilon", 1e-8)
    config["count"] = config.get("count", 0) + 1
    config["cache"] = config.get("cache", np.zeros_like(w)) + dw**2
    root = np.sqrt(config["cache"] / config["count"])
    return w - config["learning_rate"] * dw / (root + config["epsilon"]), config
