def sgd_momentum(w, dw, config=None):
    settings = {"learning_rate": 0.01, "momentum": 0.9, "velocity": np.zeros(w.shape, w.dtype)}
    settings.update(config or {})
    velocity = np.array(settings["velocity"])
    mu = settings['momentum']
    step = -settings['learning_rate'] * dw
    velocity = np.average([velocity, step], axis=0, weights=[mu, 1 - mu])
    w += velocity
    settings["velocity"] = velocity
    return w, settings
