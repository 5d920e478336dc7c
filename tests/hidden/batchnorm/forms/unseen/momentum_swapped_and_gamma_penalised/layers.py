def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    train = mode == "train"
    mu, var = (x.mean(0), x.var(0)) if train else (running_mean, running_var)
    r = 1 / np.sqrt(var + eps)
    xn = (x - mu) * r
    if train:
        bn_param.update(
            running_mean=(1 - momentum) * running_mean + momentum * mu,
            running_var=(1 - momentum) * running_var + momentum * var,
        )
    return xn * gamma + beta, (xn, r, gamma) if train else None


def batchnorm_backward(dout, cache):
    xn, r, gamma = cache
    dgamma, dbeta = (dout * xn).sum(0), dout.sum(0)
    g = dout * gamma
    return r * (g - g.mean(0) - xn * (g * xn).mean(0)), dgamma, dbeta
