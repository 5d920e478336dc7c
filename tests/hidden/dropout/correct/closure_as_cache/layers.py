# What comes back is a function that knows its own mask.


def dropout_forward(x, dropout_param):
    if dropout_param["mode"] == "test":
        return x, lambda dout: dout
    p = dropout_param["p"]
    draw = np.random if "seed" not in dropout_param else np.random.RandomState(dropout_param["seed"])
    factor = np.where(draw.uniform(size=x.shape) < p, 1 / p, 0).astype(x.dtype)

    def apply(values):
        return factor * values

    return apply(x), apply


def dropout_backward(dout, cache):
    return cache(dout)
