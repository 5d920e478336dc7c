def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random

    if mode == "test":
        return x, None
    rows, columns = x.shape
    numbers = rng.rand(rows, columns)
    mask = np.zeros((rows, columns))
    for i in range(rows):
        for j in range(columns):
            if numbers[i, j] < p:
                mask[i, j] = 1 / p
    return mask * x, mask


def dropout_backward(dout, cache):
    return dout if cache is None else cache * dout
