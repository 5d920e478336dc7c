# np.var with ddof=1, as the statistics lecture says.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    if mode == "train":
        mean = np.mean(x, axis=0)
        var = np.var(x, axis=0, ddof=1)
        std = np.sqrt(var + eps)
        xn = (x - mean) / std
        bn_param["running_mean"] = momentum * running_mean + (1.0 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1.0 - momentum) * var
        return xn * gamma + beta, dict(xn=xn, std=std, gamma=gamma)
    elif mode == "test":
        xn = (x - running_mean) / np.sqrt(running_var + eps)
        return xn * gamma + beta, None
    else:
        raise ValueError("mode " + repr(mode))


def batchnorm_backward(dout, cache):
    xn, std = cache["xn"], cache["std"]
    N = len(dout)
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xn, axis=0)
    dx = cache["gamma"] / std * (dout - dbeta / N - xn * dgamma / N)
    return dx, dgamma, dbeta
