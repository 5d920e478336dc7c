def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    if mode == "test":
        return np.multiply(p, x), ("test", p)
    numbers = rng.rand(*x.shape)
    out = np.empty(x.shape)
    weights = np.empty(x.shape)
    for index, value in np.ndenumerate(x):
        r = numbers[index]
        weights[index] = 1 / p if r < p else 0.0
        out[index] = value * weights[index]
    return out, ("train", weights)


def dropout_backward(dout, cache):
    _, weights = cache
    return np.multiply(dout, weights)
