# Works on vectors, with einsum and dot, and reshapes at the end; a class holds the config.


class Config(dict):
    """A dict that reads defaults from its rule."""

    def __init__(self, given, **defaults):
        super().__init__(defaults)
        self.update(given or {})


def _flat(*arrays):
    return [np.reshape(each, -1) for each in arrays]


def sgd_momentum(w, dw, config=None):
    c = Config(config, learning_rate=1e-2, momentum=0.9, velocity=np.zeros_like(w))
    weights = np.array([c["momentum"], -c["learning_rate"]])
    c["velocity"] = weights.dot(np.stack(_flat(c["velocity"], dw))).reshape(w.shape)
    return w + c["velocity"], c


def sgd_nesterov_momentum(w, dw, config=None):
    c = Config(config, learning_rate=1e-2, momentum=0.9, velocity=np.zeros_like(w))
    mu, lr = c["momentum"], c["learning_rate"]
    parts = np.stack(_flat(w, c["velocity"], dw))
    # The update is linear in w, velocity and gradient: a matrix.
    matrix = np.array([[1, mu**2, -lr * (1 + mu)], [0, mu, -lr]])
    new_w, velocity = matrix @ parts
    c["velocity"] = velocity.reshape(w.shape)
    return new_w.reshape(w.shape), c


def adagrad(w, dw, config=None):
    c = Config(config, learning_rate=1e-2, epsilon=1e-8, cache=np.zeros_like(w))
    x, g, cache = _flat(w, dw, c["cache"])
    cache = cache + np.einsum("i,i->i", g, g)
    c["cache"] = cache.reshape(w.shape)
    return (x - c["learning_rate"] * g * (cache**0.5 + c["epsilon"]) ** -1).reshape(w.shape), c


def rmsprop(w, dw, config=None):
    c = Config(config, learning_rate=1e-2, decay_rate=0.99, epsilon=1e-8, cache=np.zeros_like(w))
    x, g, cache = _flat(w, dw, c["cache"])
    cache = c["decay_rate"] * cache + np.einsum(",i,i->i", 1 - c["decay_rate"], g, g)
    c["cache"] = cache.reshape(w.shape)
    return (x - c["learning_rate"] * g * (cache**0.5 + c["epsilon"]) ** -1).reshape(w.shape), c


def adam(w, dw, config=None):
    c = Config(config, learning_rate=1e-3, beta1=0.9, beta2=0.999, epsilon=1e-8, t=0)
    for name in ("m", "v"):
        c.setdefault(name, np.zeros_like(w))
    c["t"] = c["t"] + 1
    betas = np.array([[c["beta1"]], [c["beta2"]]])
    old = np.stack(_flat(c["m"], c["v"]))
    new = np.stack(_flat(dw, dw**2))
    moments = betas * old + (1 - betas) * new
    m_hat, v_hat = moments / (1 - betas ** c["t"])
    c["m"], c["v"] = moments.reshape(2, *w.shape)
    step = c["learning_rate"] * m_hat / (np.sqrt(v_hat) + c["epsilon"])
    return w - step.reshape(w.shape), c
