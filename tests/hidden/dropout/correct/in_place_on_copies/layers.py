# Copies first, then everything in place; the sign of what is kept is turned round twice.


def dropout_forward(x, dropout_param):
    mode, p = dropout_param["mode"], dropout_param["p"]
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random
    out = np.copy(x)
    gone = None
    if mode == "train":
        gone = ~(rng.rand(*x.shape) < p)
        np.putmask(out, gone, 0)
        np.multiply(out, 1 / p, out=out)
    return out, [gone, p, mode]


def dropout_backward(dout, cache):
    gone, p, mode = cache
    dx = np.copy(dout)
    if mode == "train":
        dx[gone] *= 0
        dx[~gone] /= p
    return dx
