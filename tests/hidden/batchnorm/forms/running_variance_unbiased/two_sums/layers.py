# One sum of squares, divided by N for the batch and by N - 1 for the population. Cache: a function.


def batchnorm_forward(x, gamma, beta, bn_param):
    get = bn_param.get
    eps, keep, start = get("eps", 1e-5), get("momentum", 0.9), np.zeros(x.shape[-1])
    if bn_param["mode"] == "test":
        z = (x - get("running_mean", start)) / np.sqrt(get("running_var", start) + eps)
        return z * gamma + beta, None
    if bn_param["mode"] == "train":
        N = x.shape[0]
        mu = np.einsum("ij->j", x) / N
        xc = x - mu
        ssq = np.einsum("ij,ij->j", xc, xc)
        population_var = ssq / (N - 1)
        inv = 1 / np.sqrt(ssq / N + eps)
        z = xc * inv
        bn_param["running_mean"] = keep * get("running_mean", start) + (1 - keep) * mu
        bn_param["running_var"] = keep * get("running_var", start) + (1 - keep) * population_var

        def grad(dout):
            dgamma, dbeta = np.einsum("ij,ij->j", dout, z), np.einsum("ij->j", dout)
            return gamma * inv * (dout - (dbeta + z * dgamma) / N), dgamma, dbeta

        return z * gamma + beta, grad
    raise ValueError("bad mode")


def batchnorm_backward(dout, cache):
    return cache(dout)
