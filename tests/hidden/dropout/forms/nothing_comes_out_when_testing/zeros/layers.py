def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    out, weights = np.zeros_like(x), np.zeros(x.shape)
    if mode == "train":
        weights[rng.rand(*x.shape) < p] = 1 / p
        out += x * weights
    return out, weights


def dropout_backward(dout, cache):
    return dout * cache
