def dropout_forward(x, dropout_param):
    p = dropout_param["p"]
    if dropout_param["mode"] != "train":
        return x, None
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random
    mask = (rng.rand(*x.shape) < p) / p
    return x * mask, mask


def dropout_backward(dout, cache):
    return dout if cache is None else dout * cache
