# Works on one buffer, takes off the mean and the part along x-hat, and stops a line too early.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    stats = {}
    for key in ("running_mean", "running_var"):
        stats[key] = bn_param.get(key, np.zeros(x.shape[1], dtype=x.dtype))

    if bn_param["mode"] == "train":
        mean = x.mean(axis=0)
        xhat = x - mean
        var = (xhat * xhat).mean(axis=0)
        xhat /= np.sqrt(var + eps)
        bn_param["running_mean"] = momentum * stats["running_mean"] + (1 - momentum) * mean
        bn_param["running_var"] = momentum * stats["running_var"] + (1 - momentum) * var
        cache = {"xhat": xhat, "gamma": gamma, "std": np.sqrt(var + eps)}
    elif bn_param["mode"] == "test":
        xhat = x - stats["running_mean"]
        xhat /= np.sqrt(stats["running_var"] + eps)
        cache = None
    else:
        raise ValueError("unknown mode")
    return xhat * gamma + beta, cache


def batchnorm_backward(dout, cache):
    xhat, gamma = cache["xhat"], cache["gamma"]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    dx = dout.copy()
    dx -= dbeta / len(dout)
    dx -= xhat * dgamma / len(dout)
    dx *= gamma
    return dx, dgamma, dbeta
