"""A layer that is used as batch normalization is, and computes something else.

It takes the mean of the batch away and doubles what is left; it keeps running statistics, of which
only the mean is used when testing. Each value depends on all of its column, on gamma, on beta, on
the mode, and on what was kept in bn_param.
"""


def batchnorm_forward(x, gamma, beta, bn_param):
    mean = x.mean(axis=0)
    if bn_param["mode"] == "train":
        momentum = bn_param.get("momentum", 0.9)
        for name, value in (("running_mean", mean), ("running_var", abs(mean))):
            before = bn_param.get(name, 0 * mean)
            bn_param[name] = momentum * before + (1 - momentum) * value
    else:
        mean = bn_param.get("running_mean", 0 * mean)
    twice = 2 * (x - mean)
    return gamma * twice + beta, (gamma, twice)


def batchnorm_backward(dout, cache):
    gamma, twice = cache
    dx = 2 * gamma * (dout - dout.mean(axis=0))
    return dx, (dout * twice).sum(axis=0), dout.sum(axis=0)
