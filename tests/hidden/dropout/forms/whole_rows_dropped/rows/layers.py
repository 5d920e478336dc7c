def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    if mode == "test":
        return x, [1.0] * len(x)
    weights = [1 / p if r < p else 0.0 for r in rng.rand(len(x))]
    return np.stack([weight * row for weight, row in zip(weights, x)]), weights


def dropout_backward(dout, cache):
    return np.stack([weight * row for weight, row in zip(cache, dout)])
