# momentum is only in the new term: each batch is added on top.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        mu = x.mean(axis=0)
        var = x.var(axis=0)
        bn_param["running_mean"] = running_mean.copy()
        bn_param["running_var"] = running_var.copy()
        bn_param["running_mean"] += (1 - momentum) * mu
        bn_param["running_var"] += (1 - momentum) * var
    else:
        mu, var = running_mean, running_var

    std = np.sqrt(var + eps)
    xhat = (x - mu) / std
    out = gamma * xhat + beta
    if mode == "test":
        return out, None
    return out, (xhat, std, gamma)


def batchnorm_backward(dout, cache):
    xhat, std, gamma = cache
    N = len(dout)
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    # each term of dx by itself
    direct = dout * gamma / std
    through_mean = -(dout * gamma / std).sum(axis=0) / N
    through_var = -xhat * (dout * gamma * xhat).sum(axis=0) / (N * std)
    return direct + through_mean + through_var, dgamma, dbeta
