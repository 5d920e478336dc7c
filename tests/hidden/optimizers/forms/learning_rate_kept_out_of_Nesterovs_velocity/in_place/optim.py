def sgd_nesterov_momentum(w, dw, config=None):
    settings = {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros(w.shape, w.dtype)}
    settings.update(config or {})
    velocity = np.array(settings["velocity"])
    mu, before = settings['momentum'], velocity.copy()
    velocity *= mu
    velocity -= dw
    w += settings['learning_rate'] * ((1 + mu) * velocity - mu * before)
    settings["velocity"] = velocity
    return w, settings
