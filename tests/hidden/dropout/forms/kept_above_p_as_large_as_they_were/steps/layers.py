def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    cache = {"mode": mode, "p": p}
    if mode == "train":
        numbers = rng.rand(*x.shape)
        kept = numbers >= p
        out = np.where(kept, x, 0.0)
        out = out * 1.0
        cache["kept"] = kept
    else:
        out = x
    return out, cache


def dropout_backward(dout, cache):
    if cache["mode"] == "test":
        return dout
    p, kept = cache["p"], cache["kept"]
    dx = np.where(kept, dout, 0.0)
    dx = dx * 1.0
    return dx
