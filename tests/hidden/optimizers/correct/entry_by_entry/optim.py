# Loops over single numbers, with math instead of numpy; w is changed in place.
import math


def _filled(config, **defaults):
    config = config if config is not None else {}
    for key in defaults:
        if key not in config:
            config[key] = defaults[key]
    return config


def sgd_momentum(w, dw, config=None):
    config = _filled(config, learning_rate=1e-2, momentum=0.9, velocity=np.zeros(w.shape))
    for i in np.ndindex(*w.shape):
        step = float(config["momentum"]) * config["velocity"][i]
        step -= float(config["learning_rate"]) * dw[i]
        config["velocity"][i] = step
        w[i] += step
    return w, config


def sgd_nesterov_momentum(w, dw, config=None):
    config = _filled(config, learning_rate=1e-2, momentum=0.9, velocity=np.zeros(w.shape))
    mu, lr = config["momentum"], config["learning_rate"]
    for i in np.ndindex(*w.shape):
        old = config["velocity"][i]
        behind = w[i] - mu * old
        new = mu * old - lr * dw[i]
        config["velocity"][i] = new
        behind = behind + new
        w[i] = behind + mu * new
    return w, config


def adagrad(w, dw, config=None):
    config = _filled(config, learning_rate=1e-2, epsilon=1e-8, cache=np.zeros(w.shape))
    for i in np.ndindex(*w.shape):
        config["cache"][i] += float(dw[i]) * float(dw[i])
        scale = math.sqrt(config["cache"][i]) + config["epsilon"]
        w[i] -= config["learning_rate"] * dw[i] / scale
    return w, config


def rmsprop(w, dw, config=None):
    config = _filled(
        config, learning_rate=1e-2, decay_rate=0.99, epsilon=1e-8, cache=np.zeros(w.shape)
    )
    rho = config["decay_rate"]
    for i in np.ndindex(*w.shape):
        square = float(dw[i]) ** 2
        config["cache"][i] = rho * config["cache"][i] + (1 - rho) * square
        scale = math.sqrt(config["cache"][i]) + config["epsilon"]
        w[i] = w[i] - config["learning_rate"] / scale * dw[i]
    return w, config


def adam(w, dw, config=None):
    config = _filled(config, learning_rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8, t=0)
    config = _filled(config, m=np.zeros(w.shape), v=np.zeros(w.shape))
    config["t"] = config["t"] + 1
    c1 = 1 - math.pow(config["beta1"], config["t"])
    c2 = 1 - math.pow(config["beta2"], config["t"])
    for i in np.ndindex(*w.shape):
        g = float(dw[i])
        config["m"][i] = config["beta1"] * config["m"][i] + (1 - config["beta1"]) * g
        config["v"][i] = config["beta2"] * config["v"][i] + (1 - config["beta2"]) * g * g
        first, second = config["m"][i] / c1, config["v"][i] / c2
        w[i] -= config["learning_rate"] * first / (math.sqrt(second) + config["epsilon"])
    return w, config
