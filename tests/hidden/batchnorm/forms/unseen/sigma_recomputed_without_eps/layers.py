def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        sample_mean = np.mean(x, axis=0, keepdims=True)
        sample_var = np.mean(np.square(x - sample_mean), axis=0, keepdims=True)
        x_norm = (x - sample_mean) / np.sqrt(sample_var + eps)
        out = np.multiply(x_norm, gamma) + beta

        running_mean = running_mean * momentum
        running_mean += (1 - momentum) * sample_mean[0]
        running_var = running_var * momentum
        running_var += (1 - momentum) * sample_var[0]
        # store the statistics for the next call
        bn_param["running_mean"] = running_mean
        bn_param["running_var"] = running_var
        cache = (x, gamma, eps)
    else:
        x_norm = (x - running_mean) / np.sqrt(running_var + eps)
        out = np.multiply(x_norm, gamma) + beta
        cache = None
    return out, cache


def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    N = dout.shape[0]
    c = x - x.mean(axis=0)
    s = np.sqrt(np.mean(c * c, axis=0))
    x_norm = c / s

    dgamma = (dout * x_norm).sum(axis=0)
    dbeta = dout.sum(axis=0)

    dx_norm = dout * gamma
    # straight through
    dc = dx_norm / s
    # through the variance
    ds = -(dx_norm * c).sum(axis=0) / s**2
    dv = ds / (2 * s)
    dc += 2 * c * dv / N
    # through the mean
    dx = dc - dc.sum(axis=0) / N
    return dx, dgamma, dbeta
