def sgd_nesterov_momentum(w, dw, config=None):
    settings = {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros_like(w)}
    if config is not None:
        settings.update(config)
    mu, before = settings["momentum"], settings["velocity"]
    after = mu * before - settings["learning_rate"] * dw
    w += after
    w += mu * (before - after)
    settings["velocity"] = after
    return w, settings
