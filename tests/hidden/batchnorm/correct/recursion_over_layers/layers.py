# Recursion in the net; here a plain tuple with a dropped (zero) path through the mean, and no else.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mean = x.mean(axis=0, keepdims=True)
        var = ((x - mean) ** 2).mean(axis=0, keepdims=True)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean.squeeze(axis=0)
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var.squeeze(axis=0)
        return gamma * (x - mean) / np.sqrt(var + eps) + beta, (x - mean, np.sqrt(var + eps), gamma)
    if mode == "test":
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, ()
    raise ValueError("bad mode")


def batchnorm_backward(dout, cache):
    xc, std, gamma = cache
    dxhat = dout * gamma
    dvar = np.sum(dxhat * xc * -0.5 / std ** 3, axis=0)
    dmean = np.sum(-dxhat / std, axis=0)
    dx = dxhat / std + (dvar * 2 * xc + dmean) / len(xc)
    return dx, np.sum(dout * xc / std, axis=0), np.sum(dout, axis=0)
