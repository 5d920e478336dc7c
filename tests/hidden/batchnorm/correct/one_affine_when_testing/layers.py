# Testing is folded into one scale and one shift; a named tuple as cache; constants of the module for the defaults.
from collections import namedtuple

DEFAULT_EPS, DEFAULT_MOMENTUM = 1e-5, 0.9
Saved = namedtuple("Saved", "x_hat scale")


def moving_average(old, new, momentum):
    return new + momentum * (old - new)


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", DEFAULT_EPS)

    if bn_param["mode"] == "test":
        scale = gamma / np.sqrt(bn_param.get("running_var", np.zeros_like(gamma)) + eps)
        shift = beta - bn_param.get("running_mean", np.zeros_like(gamma)) * scale
        return x * scale + shift, None

    if bn_param["mode"] == "train":
        mean, std = x.mean(axis=0), x.std(axis=0)
        var = std * std
        momentum = bn_param.get("momentum", DEFAULT_MOMENTUM)
        bn_param["running_mean"] = moving_average(bn_param.get("running_mean", 0 * mean), mean, momentum)
        bn_param["running_var"] = moving_average(bn_param.get("running_var", 0 * var), var, momentum)
        root = np.sqrt(var + eps)
        x_hat = (x - mean) / root
        return x_hat * gamma + beta, Saved(x_hat=x_hat, scale=gamma / root)

    raise ValueError("neither train nor test: %r" % bn_param["mode"])


def batchnorm_backward(dout, cache):
    N = len(dout)
    dgamma = np.sum(dout * cache.x_hat, axis=0)
    dbeta = np.sum(dout, axis=0)
    dx = dout - np.tile(dbeta / N, (N, 1)) - cache.x_hat * dgamma[np.newaxis, :] / N
    return cache.scale * dx, dgamma, dbeta
