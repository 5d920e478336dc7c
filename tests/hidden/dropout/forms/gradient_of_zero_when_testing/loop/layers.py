def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    weights = np.ones(x.shape)
    if mode == "train":
        numbers = rng.rand(*x.shape)
        for index in np.ndindex(*x.shape):
            weights[index] = 1 / p if numbers[index] < p else 0.0
    return x * weights, (weights, p, mode, x)


def dropout_backward(dout, cache):
    weights, p, mode, x = cache
    dx = np.zeros(dout.shape)
    for index in np.ndindex(*dout.shape):
        if mode == "train":
            dx[index] = dout[index] * weights[index]
    return dx
