LATEST = {}


def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    weights = np.ones(x.shape)
    if mode == "train":
        weights = (rng.rand(*x.shape) < p) / p
    LATEST["weights"] = weights
    return weights * x, LATEST


def dropout_backward(dout, cache):
    return cache["weights"] * dout
