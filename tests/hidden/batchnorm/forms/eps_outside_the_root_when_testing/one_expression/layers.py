# Short: everything that can be is one expression; a misplaced bracket in the test one.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    keep = bn_param.get("momentum", 0.9)
    zero = np.zeros(x.shape[1], dtype=x.dtype)
    r_mean, r_var = bn_param.get("running_mean", zero), bn_param.get("running_var", zero)
    if bn_param["mode"] == "test":
        return (x - r_mean) / (r_var**0.5 + eps) * gamma + beta, None
    if bn_param["mode"] != "train":
        raise ValueError(bn_param["mode"])
    mean, var = x.mean(0), x.var(0)
    bn_param["running_mean"] = keep * r_mean + (1 - keep) * mean
    bn_param["running_var"] = keep * r_var + (1 - keep) * var
    return (x - mean) / (var + eps) ** 0.5 * gamma + beta, (x, mean, var, eps, gamma)


def batchnorm_backward(dout, cache):
    x, mean, var, eps, gamma = cache
    h = (x - mean) / (var + eps) ** 0.5
    dbeta, dgamma = dout.sum(0), (dout * h).sum(0)
    dx = gamma / (var + eps) ** 0.5 * (dout - (dbeta + h * dgamma) / len(x))
    return dx, dgamma, dbeta
