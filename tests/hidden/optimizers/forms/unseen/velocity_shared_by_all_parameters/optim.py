_velocities = {}


def sgd_momentum(w, dw, config=None):
    if config is None:
        config = {}
    config.setdefault("learning_rate", 1e-2)
    config.setdefault("momentum", 0.9)
    velocity = _velocities.get(w.shape, np.zeros_like(w))
    velocity = config["momentum"] * velocity - config["learning_rate"] * dw
    _velocities[w.shape] = velocity
    config["velocity"] = velocity
    return w + velocity, config
