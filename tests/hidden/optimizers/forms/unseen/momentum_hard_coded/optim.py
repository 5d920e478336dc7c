def sgd_momentum(w, dw, config=None):
    config = {"learning_rate": 1e-2, **(config or {})}
    velocity = 0.9 * config.get("velocity", 0 * w) - config["learning_rate"] * dw
    config["velocity"] = velocity
    return w + velocity, config
