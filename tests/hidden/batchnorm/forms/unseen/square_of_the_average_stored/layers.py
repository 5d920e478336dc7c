# Averages standard deviations: takes the root of the stored variance, mixes, and stores the square.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        mu = x.mean(axis=0)
        xmu = x - mu
        var = np.mean(xmu * xmu, axis=0)
        sigma = np.sqrt(var + eps)
        xhat = xmu / sigma
        running_std = momentum * np.sqrt(running_var) + (1 - momentum) * np.sqrt(var)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mu
        bn_param["running_var"] = running_std**2
        return gamma * xhat + beta, (xmu, sigma, xhat, gamma)
    if mode == "test":
        xhat = (x - running_mean) / np.sqrt(running_var + eps)
        return gamma * xhat + beta, None
    raise ValueError(mode)


def batchnorm_backward(dout, cache):
    xmu, sigma, xhat, gamma = cache
    N = dout.shape[0]
    dgamma = (dout * xhat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    dxhat = dout * gamma
    dsigma = -(dxhat * xmu).sum(axis=0) / sigma**2
    dvar = 0.5 * dsigma / sigma
    dxmu = dxhat / sigma + 2.0 / N * xmu * dvar
    dmu = -dxmu.sum(axis=0)
    dx = dxmu + dmu / N
    return dx, dgamma, dbeta
