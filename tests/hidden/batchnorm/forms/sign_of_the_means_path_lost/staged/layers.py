# Node 2 is x - mu; going back, its minus is not there.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "test":
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None

    mu = x.mean(axis=0)  # 1
    xc = x - mu  # 2
    sq = xc**2  # 3
    var = sq.mean(axis=0)  # 4
    root = np.sqrt(var + eps)  # 5
    inv = 1 / root  # 6
    xhat = xc * inv  # 7
    out = gamma * xhat + beta  # 8
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mu
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return out, (xc, root, inv, xhat, gamma)


def batchnorm_backward(dout, cache):
    xc, root, inv, xhat, gamma = cache
    N = len(dout)
    dbeta, dgamma, dxhat = dout.sum(axis=0), (dout * xhat).sum(axis=0), dout * gamma  # 8
    dxc, dinv = dxhat * inv, (dxhat * xc).sum(axis=0)  # 7
    droot = -dinv / root**2  # 6
    dvar = droot / (2 * root)  # 5
    dsq = np.tile(dvar / N, (N, 1))  # 4
    dxc += 2 * xc * dsq  # 3
    dx, dmu = dxc, dxc.sum(axis=0)  # 2
    dx = dx + dmu / N  # 1
    return dx, dgamma, dbeta
