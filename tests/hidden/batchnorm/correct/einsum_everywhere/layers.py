# All sums and products are einsums.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    n, d = x.shape
    running_mean = bn_param.get("running_mean", np.zeros(d, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(d, dtype=x.dtype))

    if mode == "train":
        mean = np.einsum("nd->d", x) / n
        c = x - mean
        var = np.einsum("nd,nd->d", c, c) / n
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    elif mode == "test":
        c, var = x - running_mean, running_var
    else:
        raise ValueError(f"no such mode: {mode}")

    inv_std = 1 / np.sqrt(var + eps)
    out = np.einsum("nd,d,d->nd", c, inv_std, gamma) + beta
    return out, (c, inv_std, gamma)


def batchnorm_backward(dout, cache):
    c, inv_std, gamma = cache
    n = dout.shape[0]
    dbeta = np.einsum("nd->d", dout)
    dgamma = np.einsum("nd,nd,d->d", dout, c, inv_std)
    scale = np.einsum("d,d->d", gamma, inv_std)
    dx = np.einsum("nd,d->nd", dout, scale)
    dx = dx - np.einsum("d,d->d", dbeta, scale) / n
    dx = dx - np.einsum("nd,d,d,d->nd", c, inv_std, dgamma, scale) / n
    return dx, dgamma, dbeta
