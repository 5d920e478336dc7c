def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    if mode == "train" or mode == "test":
        kept = rng.rand(*x.shape) < p
        out = x * kept / p
    return out, (kept, p)


def dropout_backward(dout, cache):
    kept, p = cache
    return dout * kept / p
