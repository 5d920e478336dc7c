def rmsprop(w, dw, config=None):
    config = {} if config is None else config
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("epsilon", 1e-8)
    config.setdefault("decay_rate", 0.99)
    lr, eps, rho = config["learning_rate"], config["epsilon"], config["decay_rate"]
    history = np.ravel(config.get("cache", np.zeros_like(w)))
    sums, result = [], []
    for x, g, old in zip(np.ravel(w), np.ravel(dw), history):
        new = rho * old + (1 - rho) * g * g
        sums.append(new)
        result.append(x - lr * g / (new + eps) ** 0.5)
    config["cache"] = np.reshape(sums, w.shape)
    return np.reshape(result, w.shape), config
