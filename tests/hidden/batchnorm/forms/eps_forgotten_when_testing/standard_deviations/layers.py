# Picks a mean and a standard deviation by mode, and normalises in one place. Only the batch's
# standard deviation has eps in it.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    for name in "running_mean", "running_var":
        if name not in bn_param and bn_param["mode"] == "train":
            bn_param[name] = np.zeros(x.shape[1], dtype=x.dtype)

    if bn_param["mode"] == "train":
        mean, var = x.mean(axis=0), x.var(axis=0)
        std = np.sqrt(var + eps)
        bn_param["running_mean"] = momentum * bn_param["running_mean"] + (1 - momentum) * mean
        bn_param["running_var"] = momentum * bn_param["running_var"] + (1 - momentum) * var
    elif bn_param["mode"] == "test":
        mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
        std = np.sqrt(bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype)))
    else:
        raise ValueError("neither train nor test")

    x_hat = x - mean
    x_hat /= std
    out = x_hat * gamma
    out += beta
    return out, (x_hat, std, gamma) if bn_param["mode"] == "train" else None


def batchnorm_backward(dout, cache):
    x_hat, std, gamma = cache
    dbeta = dout.sum(axis=0)
    dgamma = (x_hat * dout).sum(axis=0)
    dx = dout - dbeta / len(dout)
    dx -= x_hat * (dgamma / len(dout))
    dx *= gamma
    dx /= std
    return dx, dgamma, dbeta
