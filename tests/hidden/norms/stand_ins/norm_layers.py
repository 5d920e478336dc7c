"""A layer that is used as spatial batch normalization is, and computes something else.

It takes each channel's mean away and doubles what is left; it keeps running statistics, of which
only the mean is used when testing. Each value depends on all of its channel, on gamma, on beta, on
the mode, and on what was kept in bn_param.
"""

import numpy as np


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    mean = x.mean(axis=(0, 2, 3))
    if bn_param["mode"] == "train":
        momentum = bn_param.get("momentum", 0.9)
        for name, value in (("running_mean", mean), ("running_var", np.abs(mean))):
            before = bn_param.get(name, 0 * mean)
            bn_param[name] = momentum * before + (1 - momentum) * value
    else:
        mean = bn_param.get("running_mean", 0 * mean)
    twice = 2 * (x - mean.reshape(-1, 1, 1))
    return gamma.reshape(-1, 1, 1) * twice + beta.reshape(-1, 1, 1), (gamma, twice)


def spatial_batchnorm_backward(dout, cache):
    gamma, twice = cache
    dx = 2 * gamma.reshape(-1, 1, 1) * (dout - dout.mean(axis=(0, 2, 3), keepdims=True))
    return dx, (dout * twice).sum(axis=(0, 2, 3)), dout.sum(axis=(0, 2, 3))
