# Single precision throughout, constants included.

f32 = np.float32


def sgd_momentum(w, dw, config=None):
    config = {} if config is None else config
    lr, mu = f32(config.get("learning_rate", 1e-2)), f32(config.get("momentum", 0.9))
    v = np.asarray(config.get("velocity", 0 * w), dtype=f32)
    config["velocity"] = mu * v - lr * dw.astype(f32)
    config.update(learning_rate=lr, momentum=mu)
    return w.astype(f32) + config["velocity"], config


def sgd_nesterov_momentum(w, dw, config=None):
    config = {} if config is None else config
    lr, mu = f32(config.get("learning_rate", 1e-2)), f32(config.get("momentum", 0.9))
    v = np.asarray(config.get("velocity", 0 * w), dtype=f32)
    new = mu * v - lr * dw.astype(f32)
    config.update(learning_rate=lr, momentum=mu, velocity=new)
    return w.astype(f32) - mu * v + (f32(1) + mu) * new, config


def adagrad(w, dw, config=None):
    config = {} if config is None else config
    lr, eps = f32(config.get("learning_rate", 1e-2)), f32(config.get("epsilon", 1e-8))
    g = dw.astype(f32)
    cache = np.asarray(config.get("cache", 0 * w), dtype=f32) + g * g
    config.update(learning_rate=lr, epsilon=eps, cache=cache)
    return w.astype(f32) - lr * g / (np.sqrt(cache) + eps), config


def rmsprop(w, dw, config=None):
    config = {} if config is None else config
    lr, eps = f32(config.get("learning_rate", 1e-2)), f32(config.get("epsilon", 1e-8))
    rho, g = f32(config.get("decay_rate", 0.99)), dw.astype(f32)
    cache = rho * np.asarray(config.get("cache", 0 * w), dtype=f32) + (f32(1) - rho) * g * g
    config.update(learning_rate=lr, epsilon=eps, decay_rate=rho, cache=cache)
    return w.astype(f32) - lr * g / (np.sqrt(cache) + eps), config


def adam(w, dw, config=None):
    config = {} if config is None else config
    lr, eps = f32(config.get("learning_rate", 1e-3)), f32(config.get("epsilon", 1e-8))
    b1, b2 = f32(config.get("beta1", 0.9)), f32(config.get("beta2", 0.999))
    t, g, one = config.get("t", 0) + 1, dw.astype(f32), f32(1)
    m = b1 * np.asarray(config.get("m", 0 * w), dtype=f32) + (one - b1) * g
    v = b2 * np.asarray(config.get("v", 0 * w), dtype=f32) + (one - b2) * g * g
    config.update(learning_rate=lr, epsilon=eps, beta1=b1, beta2=b2, m=m, v=v, t=t)
    m_hat, v_hat = m / (one - b1**t), v / (one - b2**t)
    return w.astype(f32) - lr * m_hat / (np.sqrt(v_hat) + eps), config
