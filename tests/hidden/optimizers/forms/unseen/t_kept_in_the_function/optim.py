def adam(w, dw, config=None):
    config = {} if config is None else config
    for key, value in [("learning_rate", 1e-3), ("beta1", 0.9), ("beta2", 0.999), ("epsilon", 1e-8)]:
        config.setdefault(key, value)
    config.setdefault("t", 0)
    adam.t += 1
    b1, b2 = config["beta1"], config["beta2"]
    config["m"] = b1 * config.get("m", np.zeros_like(w)) + (1 - b1) * dw
    config["v"] = b2 * config.get("v", np.zeros_like(w)) + (1 - b2) * dw**2
    m, v = config["m"] / (1 - b1**adam.t), config["v"] / (1 - b2**adam.t)
    return w - config["learning_rate"] * m / (np.sqrt(v) + config["epsilon"]), config


adam.t = 0
