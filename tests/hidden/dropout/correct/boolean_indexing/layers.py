# Zeros are assigned, not multiplied; the cache is where, and the ratio.


def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random
    if mode == "test":
        return np.array(x), (np.zeros(x.shape, dtype=bool), 1)
    dropped = rng.rand(*x.shape) >= p
    out = x.copy()
    out[dropped] = 0
    out /= p
    return out, (dropped, p)


def dropout_backward(dout, cache):
    dropped, p = cache
    dx = dout / p
    dx[dropped] = 0
    return dx
