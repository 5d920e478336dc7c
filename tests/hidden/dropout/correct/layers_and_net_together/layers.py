# Masks as integers, and a scale apart from them; nothing is scaled where nothing was drawn.


def dropout_forward(x, dropout_param):
    keep = float(dropout_param["p"])
    scale, mask = 1.0, None
    if dropout_param["mode"] == "train":
        scale = 1.0 / keep
        numbers = np.random.rand(*x.shape)
        if "seed" in dropout_param:
            numbers = np.random.RandomState(dropout_param["seed"]).rand(*x.shape)
        mask = np.sign(np.maximum(keep - numbers, 0)).astype(np.int8)
    out = x if mask is None else scale * (mask * x)
    return out, (scale, mask)


def dropout_backward(dout, cache):
    scale, mask = cache
    dx = np.zeros(dout.shape)
    dx += dout
    if mask is not None:
        dx *= mask
    return dx * scale
