def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    if mode == "test":
        return x, None
    mask = (rng.rand(*x.shape) < p) + (1 - p)
    return x * mask, mask


def dropout_backward(dout, cache):
    return dout if cache is None else dout * cache
