# The cache is the backward pass itself, a function; eps was left out of both modes.


def batchnorm_forward(x, gamma, beta, bn_param):
    def running(name):
        return bn_param.get(name, np.zeros((x.shape[1],)))

    if bn_param["mode"] == "test":
        scale = gamma * running("running_var") ** -0.5
        return (x - running("running_mean")) * scale + beta, None
    if bn_param["mode"] != "train":
        raise ValueError("not a mode: {}".format(bn_param["mode"]))

    p = bn_param.get("momentum", 0.9)
    n = float(x.shape[0])
    mu = x.sum(axis=0) / n
    xc = x - mu
    s2 = (xc**2).sum(axis=0) / n
    rstd = s2**-0.5
    norm = xc * rstd
    bn_param["running_mean"], bn_param["running_var"] = (
        p * running("running_mean") + (1 - p) * mu,
        p * running("running_var") + (1 - p) * s2,
    )

    def backward(dout):
        dnorm = dout * gamma
        ds2 = (-0.5 * dnorm * xc * rstd**3).sum(axis=0)
        dxc = dnorm * rstd + 2 * xc * ds2 / n
        dx = dxc - dxc.sum(axis=0) / n
        return dx, (dout * norm).sum(axis=0), dout.sum(axis=0)

    return norm * gamma + beta, backward


def batchnorm_backward(dout, cache):
    return cache(dout)
