# Staged, with x.sum() / x.size for the mean, and the gradient of exactly that.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    rho = bn_param.get("momentum", 0.9)
    r_mean = bn_param.get("running_mean", np.zeros_like(x, shape=x.shape[1]))
    r_var = bn_param.get("running_var", np.zeros_like(x, shape=x.shape[1]))
    if mode == "test":
        t1 = x - r_mean
        t2 = r_var + eps
        t3 = np.sqrt(t2)
        t4 = t1 / t3
        return gamma * t4 + beta, None
    elif mode == "train":
        size = x.size
        mu = x.sum() / size
        xc = x - mu
        xc2 = xc**2
        var = xc2.sum() / size
        vare = var + eps
        std = np.sqrt(vare)
        inv = 1.0 / std
        xn = xc * inv
        out = gamma * xn + beta
        bn_param["running_mean"] = rho * r_mean + (1 - rho) * mu
        bn_param["running_var"] = rho * r_var + (1 - rho) * var
        return out, (xc, std, inv, xn, gamma)
    raise ValueError("unknown mode " + str(mode))


def batchnorm_backward(dout, cache):
    xc, std, inv, xn, gamma = cache
    size = dout.size
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xn).sum(axis=0)
    dxn = dout * gamma
    dinv = (dxn * xc).sum()
    dxc = dxn * inv
    dstd = -dinv / std**2
    dvar = dstd / (2 * std)
    dxc = dxc + 2 * xc * dvar / size
    dmu = -dxc.sum()
    dx = dxc + dmu / size
    return dx, dgamma, dbeta
