# Another generator, and binomial draws, where nothing says how; a dict as cache.


def dropout_forward(x, dropout_param):
    keep = dropout_param["p"]
    if dropout_param["mode"] == "test":
        return x, {"keep": 1.0, "mask": np.ones_like(x)}
    if "seed" in dropout_param:
        mask = (np.random.RandomState(dropout_param["seed"]).rand(*x.shape) < keep).astype(int)
    else:
        mask = np.random.default_rng().binomial(1, keep, size=x.shape)
    return (x * mask) / keep, {"keep": keep, "mask": mask}


def dropout_backward(dout, cache):
    return (dout * cache["mask"]) / cache["keep"]
