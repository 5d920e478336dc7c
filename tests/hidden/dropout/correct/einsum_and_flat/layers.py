# All on one axis, with einsum; the mask in float32 always.


def dropout_forward(x, dropout_param):
    mode = dropout_param["mode"]
    p = dropout_param["p"]
    rng = np.random.RandomState(dropout_param["seed"]) if "seed" in dropout_param else np.random
    if mode != "train":
        mask = np.ones(x.size, dtype=np.float32)
    else:
        mask = np.float32(rng.rand(*x.shape).ravel() < p) / np.float32(p)
    return np.einsum("i,i->i", x.ravel(), mask).reshape(x.shape), mask


def dropout_backward(dout, cache):
    return np.einsum("i,i->i", dout.ravel(), cache).reshape(dout.shape)
