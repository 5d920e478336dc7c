# Accumulates the statistics row by row; the root over the variance never comes.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param["eps"] if "eps" in bn_param else 1e-5
    momentum = bn_param["momentum"] if "momentum" in bn_param else 0.9
    n, d = x.shape
    rmean = bn_param["running_mean"] if "running_mean" in bn_param else np.zeros(d)
    rvar = bn_param["running_var"] if "running_var" in bn_param else np.zeros(d)
    training = bn_param["mode"] == "train"
    if not training and bn_param["mode"] != "test":
        raise ValueError("mode?")

    if training:
        avg = np.zeros(d)
        for row in x:
            avg = avg + row
        avg = avg / n
        spread = np.zeros(d)
        for row in x:
            spread = spread + (row - avg) ** 2
        spread = spread / n
        bn_param["running_mean"] = momentum * rmean + (1 - momentum) * avg
        bn_param["running_var"] = momentum * rvar + (1 - momentum) * spread
    else:
        avg, spread = rmean, rvar

    hats = []
    for row in x:
        hats.append((row - avg) / (spread + eps))
    out = np.array([gamma * h + beta for h in hats])
    if not training:
        return out, None
    return out, {"hats": hats, "gamma": gamma, "div": spread + eps}


def batchnorm_backward(dout, cache):
    n = len(dout)
    dgamma = 0
    dbeta = 0
    for g, h in zip(dout, cache["hats"]):
        dgamma = dgamma + g * h
        dbeta = dbeta + g
    rows = []
    for g, h in zip(dout, cache["hats"]):
        rows.append(cache["gamma"] / cache["div"] * (g - dbeta / n - h * dgamma / n))
    return np.array(rows), dgamma, dbeta
