# A rate in place of the momentum, and no factor before the old value. A closure normalises.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    rate = 1 - bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    running_mean = bn_param.get("running_mean", zeros)
    running_var = bn_param.get("running_var", zeros)

    def normalise(mean, var):
        return (x - mean) / np.sqrt(var + eps)

    if bn_param["mode"] == "train":
        mean, var = np.mean(x, 0), np.var(x, 0)
        bn_param["running_mean"] = running_mean + rate * mean
        bn_param.update(running_var=running_var + rate * var)
        z = normalise(mean, var)
        return z * gamma + beta, (z, gamma, np.sqrt(var + eps))
    if bn_param["mode"] == "test":
        return normalise(running_mean, running_var) * gamma + beta, None
    raise ValueError(bn_param["mode"])


def batchnorm_backward(dout, cache):
    z, gamma, std = cache

    def fluctuation(a):
        return a - np.mean(a, 0)

    dz = fluctuation(dout * gamma)
    dz = dz - z * np.mean(dz * z, 0)
    return dz / std, np.sum(dout * z, 0), np.sum(dout, 0)
