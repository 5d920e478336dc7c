# Vectorised with dot products against a vector of 1/N; tuple cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    n, d = x.shape
    e, k = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    run_mean = bn_param.get("running_mean", np.zeros(d, dtype=x.dtype))
    run_var = bn_param.get("running_var", np.zeros(d, dtype=x.dtype))
    if bn_param["mode"] == "test":
        return np.einsum("ij,j->ij", x - run_mean, gamma / np.sqrt(run_var + e)) + beta, None
    elif bn_param["mode"] != "train":
        raise ValueError("neither train nor test: %s" % bn_param["mode"])
    w = np.ones(n, dtype=x.dtype) / n
    mu = w @ x
    dev = x - mu
    var = w @ dev ** 2
    bn_param["running_mean"] = k * run_mean + (1 - k) * mu
    bn_param["running_var"] = k * run_var + (1 - k) * var
    r = 1 / np.sqrt(var + e)
    y = np.einsum("ij,j,j->ij", dev, r, gamma) + beta
    return y, (dev, r, gamma, w)


def batchnorm_backward(dout, cache):
    dev, r, gamma, w = cache
    normal = dev * r
    dbeta = w @ dout
    dgamma = np.einsum("i,ij,ij->j", w, dout, normal)
    dx = np.einsum("j,ij->ij", gamma * r, dout - dbeta - normal * dgamma)
    return dx, dgamma, dbeta
