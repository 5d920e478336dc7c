# Intermediate gradients one after another, helper to spread a row over the batch.
def _spread(row, n):
    return np.tile(row, (n, 1))


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    n = x.shape[0]
    if mode == "train":
        mean = np.sum(x, axis=0) / n
        centered = x - _spread(mean, n)
        squared = centered * centered
        variance = np.sum(squared, axis=0) / n
        inv = 1.0 / np.sqrt(variance + eps)
        hat = centered * _spread(inv, n)
        out = hat * gamma + beta
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * variance
        cache = {"centered": centered, "inv": inv, "hat": hat, "gamma": gamma, "n": n}
    elif mode == "test":
        hat = (x - running_mean) / np.sqrt(running_var + eps)
        out = hat * gamma + beta
        cache = None
    else:
        raise ValueError("mode = " + repr(mode))
    return out, cache


def batchnorm_backward(dout, cache):
    centered, inv, hat = cache["centered"], cache["inv"], cache["hat"]
    n = cache["n"]
    # averaged over the batch
    dbeta = np.sum(dout, axis=0) / n
    dgamma = np.sum(dout * hat, axis=0) / n

    dhat = dout * cache["gamma"]
    dinv = np.sum(dhat * centered, axis=0)
    dvariance = -0.5 * dinv * inv**3
    dsquared = _spread(dvariance / n, n)
    dcentered = dhat * inv + 2 * centered * dsquared
    dmean = -np.sum(dcentered, axis=0)
    dx = dcentered + _spread(dmean / n, n)
    return dx, dgamma, dbeta
