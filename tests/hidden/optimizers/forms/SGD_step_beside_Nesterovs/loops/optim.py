def sgd_nesterov_momentum(w, dw, config=None):
    config = dict() if config is None else config
    for key, value in (("learning_rate", 1e-2), ("momentum", 0.9)):
        if key not in config:
            config[key] = value
    rate, friction = config["learning_rate"], config["momentum"]
    old = config.get("velocity")
    if old is None:
        old = np.zeros_like(w)
    velocity, moved = np.zeros_like(w), np.zeros_like(w)
    # One entry after the other: a is its old velocity, b its new one.
    for place in np.ndindex(*w.shape):
        a, g = old[place], dw[place]
        b = friction * a - rate * g
        velocity[place] = b
        moved[place] = w[place] + (1 + friction) * b - friction * a - rate * g
    config["velocity"] = velocity
    return moved, config
