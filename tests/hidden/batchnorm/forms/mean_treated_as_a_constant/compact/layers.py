# Closed form, short; np.var and np.mean, list as cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    rho = bn_param.get("momentum", 0.9)
    if mode == "test":
        mean, var = bn_param.get("running_mean", 0.0), bn_param.get("running_var", 0.0)
    elif mode == "train":
        mean, var = x.mean(0), x.var(0)
        bn_param["running_mean"] = rho * bn_param.get("running_mean", 0.0) + (1 - rho) * mean
        bn_param["running_var"] = rho * bn_param.get("running_var", 0.0) + (1 - rho) * var
    else:
        raise ValueError(mode)
    istd = (var + eps) ** -0.5
    xn = (x - mean) * istd
    return xn * gamma + beta, ([xn, gamma * istd] if mode == "train" else None)


def batchnorm_backward(dout, cache):
    xn, k = cache
    t = dout * xn
    return k * (dout - xn * t.mean(0)), t.sum(0), dout.sum(0)
