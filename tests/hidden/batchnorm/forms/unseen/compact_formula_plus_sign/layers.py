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
            running_mean=momentum * running_mean + (1 - momentum) * mu,
            running_var=momentum * running_var + (1 - momentum) * var,
        )
    return xn * gamma + beta, (xn, r, gamma) if train else None


def batchnorm_backward(dout, cache):
    normalised, inverse_std, gamma = cache
    batch = float(dout.shape[0])
    dbeta = np.add.reduce(dout, axis=0)
    dgamma = np.add.reduce(normalised * dout, axis=0)
    # formula from my paper derivation, all terms collected
    dx = dout - dbeta / batch + normalised * (dgamma / batch)
    dx *= gamma
    dx *= inverse_std
    return dx, dgamma, dbeta
