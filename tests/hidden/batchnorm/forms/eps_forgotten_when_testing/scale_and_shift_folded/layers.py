# When testing, gamma, beta and the running statistics are folded into one factor and one offset,
# and eps got lost on the way.


def batchnorm_forward(x, gamma, beta, bn_param):
    D = x.shape[1]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    if bn_param["mode"] == "train":
        mu = np.einsum("nd->d", x) / len(x)
        centred = x - mu
        var = np.einsum("nd,nd->d", centred, centred) / len(x)
        sigma = np.sqrt(var + eps)
        z = centred / sigma
        bn_param["running_mean"] = running_mean * momentum + mu * (1 - momentum)
        bn_param["running_var"] = running_var * momentum + var * (1 - momentum)
        return np.einsum("nd,d->nd", z, gamma) + beta, (z, sigma, gamma)
    if bn_param["mode"] == "test":
        factor = gamma / np.sqrt(running_var)
        offset = beta - factor * running_mean
        return factor * x + offset, None
    raise ValueError("mode")


def batchnorm_backward(dout, cache):
    z, sigma, gamma = cache
    n = len(dout)
    dbeta = np.einsum("nd->d", dout)
    dgamma = np.einsum("nd,nd->d", dout, z)
    dx = dout - dbeta / n - np.einsum("nd,d->nd", z, dgamma) / n
    return np.einsum("nd,d,d->nd", dx, gamma, 1 / sigma), dgamma, dbeta
