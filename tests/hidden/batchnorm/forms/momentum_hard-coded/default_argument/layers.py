# The update is a helper whose momentum has a default, and nobody passes another one.


def _exponential_average(old, new, momentum=0.9):
    return momentum * old + (1 - momentum) * new


def batchnorm_forward(x, gamma, beta, bn_param):
    size = x.shape[1]
    eps = bn_param.get("eps", 1e-5)
    averages = [bn_param.get("running_" + which, np.zeros(size)) for which in ("mean", "var")]
    if bn_param["mode"] == "test":
        z = (x - averages[0]) / np.sqrt(averages[1] + eps)
        return z * gamma + beta, None
    elif bn_param["mode"] == "train":
        mu = x.mean(axis=0, keepdims=True)
        sigma2 = np.mean((x - mu) ** 2, axis=0, keepdims=True)
        bn_param["running_mean"] = _exponential_average(averages[0], mu[0])
        bn_param["running_var"] = _exponential_average(averages[1], sigma2[0])
        inverse = 1 / np.sqrt(sigma2 + eps)
        return (x - mu) * inverse * gamma + beta, (x, mu, inverse, gamma)
    else:
        raise ValueError("no such mode")


def batchnorm_backward(dout, cache):
    x, mu, inverse, gamma = cache
    m = len(x)
    dz = dout * gamma
    dsigma2 = np.sum(dz * (x - mu), axis=0, keepdims=True) * -0.5 * inverse**3
    dmu = np.sum(-dz * inverse, axis=0, keepdims=True)
    dx = dz * inverse + dsigma2 * 2 * (x - mu) / m + dmu / m
    return dx, np.sum(dout * (x - mu) * inverse, axis=0), np.sum(dout, axis=0)
