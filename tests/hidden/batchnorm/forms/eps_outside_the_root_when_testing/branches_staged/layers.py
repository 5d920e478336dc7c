# Two branches written on different days: the test branch has its eps beside the root.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    N, D = x.shape
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))

    if mode == "train":
        # nodes 1 to 8
        mu = x.sum(axis=0) / N
        xc = x - mu
        sq = xc * xc
        var = sq.sum(axis=0) / N
        std = np.sqrt(var + eps)
        inv = 1 / std
        xhat = xc * inv
        out = gamma * xhat + beta

        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mu
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
        cache = (xc, std, inv, xhat, gamma)
        return out, cache
    elif mode == "test":
        std = np.sqrt(running_var) + eps
        xhat = (x - running_mean) / std
        return gamma * xhat + beta, None
    else:
        raise ValueError("mode is %s, not train or test" % mode)


def batchnorm_backward(dout, cache):
    xc, std, inv, xhat, gamma = cache
    N = dout.shape[0]
    # node 8
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    dxhat = dout * gamma
    # node 7: two users of xc
    dxc = dxhat * inv
    dinv = (dxhat * xc).sum(axis=0)
    # nodes 6, 5
    dstd = -dinv / std**2
    dvar = dstd / (2 * std)
    # nodes 4, 3
    dsq = np.ones_like(xc) * dvar / N
    dxc = dxc + 2 * xc * dsq
    # nodes 2, 1
    dmu = -dxc.sum(axis=0)
    dx = dxc + np.ones_like(xc) * dmu / N
    return dx, dgamma, dbeta
