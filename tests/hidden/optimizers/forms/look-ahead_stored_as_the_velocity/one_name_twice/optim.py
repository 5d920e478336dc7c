def sgd_nesterov_momentum(w, dw, config=None):
    settings = {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros(w.shape, w.dtype)}
    settings.update(config or {})
    velocity = np.array(settings["velocity"])
    mu, rate = settings['momentum'], settings['learning_rate']
    for _ in range(2):
        velocity = mu * velocity - rate * dw
    w = w + velocity
    settings["velocity"] = velocity
    return w, settings
