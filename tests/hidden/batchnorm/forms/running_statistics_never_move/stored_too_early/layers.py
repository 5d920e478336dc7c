# Stores the running statistics, then computes the new ones into local names.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if bn_param["mode"] == "train":
        mu = x.mean(axis=0)
        xmu = x - mu
        var = (xmu**2).mean(axis=0)
        bn_param["running_mean"] = running_mean
        bn_param["running_var"] = running_var
        running_mean = momentum * running_mean + (1 - momentum) * mu
        running_var = momentum * running_var + (1 - momentum) * var
        ivar = (var + eps) ** -0.5
        xhat = xmu * ivar
        return gamma * xhat + beta, (xmu, ivar, xhat, gamma)
    elif bn_param["mode"] == "test":
        xhat = (x - running_mean) * (running_var + eps) ** -0.5
        return gamma * xhat + beta, None
    else:
        raise ValueError("wrong mode")


def batchnorm_backward(dout, cache):
    xmu, ivar, xhat, gamma = cache
    N = xmu.shape[0]
    dxhat = dout * gamma
    dvar = np.sum(dxhat * xmu, axis=0) * (-0.5) * ivar**3
    dmu = -np.sum(dxhat * ivar, axis=0) - 2 * dvar * np.mean(xmu, axis=0)
    dx = dxhat * ivar + dvar * 2 * xmu / N + dmu / N
    return dx, np.sum(dout * xhat, axis=0), np.sum(dout, axis=0)
