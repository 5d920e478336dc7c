def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    dropout_forward.kept = rng.rand(*x.shape) < p if mode == "train" else None
    if mode == "test":
        return x, p
    return np.where(dropout_forward.kept, x / p, 0), p


def dropout_backward(dout, cache):
    kept = dropout_forward.kept
    return dout if kept is None else np.where(kept, dout / cache, 0)
