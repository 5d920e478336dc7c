# From the output back to x, one derivative per line; dict cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mean = np.mean(x, axis=0)
        dist = x - mean
        var = np.mean(dist * dist, axis=0)
        scale = 1.0 / np.sqrt(var + eps)
        unit = dist * scale
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
        return unit * gamma + beta, dict(dist=dist, scale=scale, unit=unit, gamma=gamma)
    elif mode == "test":
        unit = (x - running_mean) / np.sqrt(running_var + eps)
        return unit * gamma + beta, None
    else:
        raise ValueError(f"don't know mode {mode!r}")


def batchnorm_backward(dout, cache):
    dist, scale, unit = cache["dist"], cache["scale"], cache["unit"]
    dbeta = dout.sum(axis=0)
    dgamma = (unit * dout).sum(axis=0)
    dunit = dout * cache["gamma"]
    dscale = (dunit * dist).sum(axis=0)
    dvar = dscale * -0.5 * scale**3
    # the distances to the mean add up to zero, so mean gets nothing through var
    dmean = -(dunit * scale).sum(axis=0)
    dx = dunit * scale
    dx = dx + dvar * 2 * dist
    dx = dx + dmean
    return dx, dgamma, dbeta
