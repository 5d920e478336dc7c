# Staged derivation with N, D = 6, 5 written at the top of backward; tuple cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    cache = None
    if mode == "train":
        mu = x.mean(axis=0)
        var = x.var(axis=0)
        xc = x - mu
        istd = 1 / np.sqrt(var + eps)
        xhat = xc * istd
        out = gamma * xhat + beta
        cache = (gamma, xc, istd, xhat)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mu
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    elif mode == "test":
        xhat = (x - running_mean) / np.sqrt(running_var + eps)
        out = gamma * xhat + beta
    else:
        raise ValueError("mode must be 'train' or 'test'")
    return out, cache


def batchnorm_backward(dout, cache):
    N = 6
    gamma, xc, istd, xhat = cache
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(xhat * dout, axis=0)

    dxhat = dout * gamma
    distd = np.sum(dxhat * xc, axis=0)
    dvar = -0.5 * istd ** 3 * distd
    dmu = -np.sum(dxhat * istd, axis=0)

    dx = dxhat * istd
    dx += 2 * xc * dvar / N
    dx += dmu / N
    return dx, dgamma, dbeta
