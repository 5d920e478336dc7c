# Everything as short as it gets: dx in one line, a tuple of three, (var + eps) ** -0.5.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps, m = bn_param["mode"], bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    if mode not in ("train", "test"):
        raise ValueError(mode)
    rm, rv = bn_param.get("running_mean", 0 * x[0]), bn_param.get("running_var", 0 * x[0])
    if mode == "test":
        return gamma * (x - rm) * (rv + eps) ** -0.5 + beta, None
    mu, var = x.mean(0), x.var(0)
    bn_param.update(running_mean=m * rm + (1 - m) * mu, running_var=m * rv + (1 - m) * var)
    s = (var + eps) ** -0.5
    xhat = (x - mu) * s
    return gamma * xhat + beta, (xhat, s, gamma)


def batchnorm_backward(dout, cache):
    xhat, s, gamma = cache
    return gamma * s * (dout - dout.mean(0) - xhat * (dout * xhat).mean(0)), (dout * xhat).sum(0), dout.sum(0)
