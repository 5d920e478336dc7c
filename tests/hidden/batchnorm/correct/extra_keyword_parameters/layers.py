# More keyword parameters than asked for, all with defaults; apply_along_axis for the statistics.


def batchnorm_forward(x, gamma, beta, bn_param, axis=0, eps=1e-5, momentum=0.9, return_stats=False):
    eps = bn_param.get("eps", eps)
    momentum = bn_param.get("momentum", momentum)
    mode = bn_param["mode"]
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        mean = np.apply_along_axis(np.mean, axis, x)
        var = np.apply_along_axis(np.var, axis, x)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    elif mode == "test":
        mean, var = running_mean, running_var
    else:
        raise ValueError(f"unknown mode {mode!r}")

    x_hat = np.divide(np.subtract(x, mean), np.power(np.add(var, eps), 0.5))
    out = np.add(np.multiply(gamma, x_hat), beta)
    cache = (x_hat, gamma, var + eps)
    if return_stats:
        return out, cache, mean, var
    return out, cache


def batchnorm_backward(dout, cache, axis=0, check=False, **kwargs):
    x_hat, gamma, var_eps = cache
    N = dout.shape[axis]
    dgamma = np.sum(dout * x_hat, axis=axis)
    dbeta = np.sum(dout, axis=axis)
    dx = gamma * np.power(var_eps, -0.5) * (dout - dbeta / N - x_hat * dgamma / N)
    if check:
        assert np.allclose(dx.sum(axis=axis), 0, atol=1e-6)
    return dx, dgamma, dbeta
