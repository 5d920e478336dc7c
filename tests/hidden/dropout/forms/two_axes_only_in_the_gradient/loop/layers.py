def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    kept = None
    out = x
    if mode == "train":
        kept = rng.rand(*x.shape) < p
        out = np.where(kept, x / p, 0.0)
    return out, {"mode": mode, "p": p, "kept": kept, "out": out}


def dropout_backward(dout, cache):
    p, kept = cache["p"], cache["kept"]
    if cache["mode"] == "test":
        return dout
    dx = np.zeros(dout.shape)
    rows, columns = dout.shape
    for i in range(rows):
        for j in range(columns):
            dx[i, j] = dout[i, j] / p if kept[i, j] else 0
    return dx
