def sgd_momentum(w, dw, config=None):
    settings = {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros(w.shape, w.dtype)}
    settings.update(config or {})
    velocity = np.array(settings["velocity"])
    velocity *= settings['momentum']
    velocity += settings['learning_rate'] * dw
    w -= velocity
    settings["velocity"] = velocity
    return w, settings
