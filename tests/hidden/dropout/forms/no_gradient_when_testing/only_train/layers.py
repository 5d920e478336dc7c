def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    mask = None
    if mode == "train":
        mask = (rng.rand(*x.shape) < p) / p
        x = x * mask
    return x, (mode, mask)


def dropout_backward(dout, cache):
    dx = None
    mode, mask = cache
    if mode == "train":
        dx = dout * mask
    return dx
