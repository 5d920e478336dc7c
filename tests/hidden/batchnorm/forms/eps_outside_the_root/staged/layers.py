# Every node of the graph its own variable; the node after the root adds eps.


def batchnorm_forward(x, gamma, beta, bn_param):
    N, D = x.shape
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    rm = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    rv = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    mode = bn_param["mode"]
    if mode == "train":
        mu = 1.0 / N * np.sum(x, axis=0)
        xmu = x - mu
        sq = xmu**2
        var = 1.0 / N * np.sum(sq, axis=0)
        sqrtvar = np.sqrt(var)
        safe = sqrtvar + eps
        ivar = 1.0 / safe
        xhat = xmu * ivar
        gammax = gamma * xhat
        out = gammax + beta
        bn_param["running_mean"] = momentum * rm + (1 - momentum) * mu
        bn_param["running_var"] = momentum * rv + (1 - momentum) * var
        cache = (xhat, gamma, xmu, ivar, safe)
    elif mode == "test":
        out = gamma * (x - rm) / (np.sqrt(rv) + eps) + beta
        cache = None
    else:
        raise ValueError(mode)
    return out, cache


def batchnorm_backward(dout, cache):
    xhat, gamma, xmu, ivar, safe = cache
    N = dout.shape[0]
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout * gamma
    divar = np.sum(dxhat * xmu, axis=0)
    dxmu1 = dxhat * ivar
    dsafe = -1.0 / safe**2 * divar
    dvar = 0.5 * dsafe / safe
    dsq = dvar / N * np.ones_like(dout)
    dxmu2 = 2 * xmu * dsq
    dx1 = dxmu1 + dxmu2
    dmu = -np.sum(dx1, axis=0)
    dx2 = dmu / N * np.ones_like(dout)
    return dx1 + dx2, dgamma, dbeta
