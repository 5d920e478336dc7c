# The test branch is the training branch copied, without the update.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mean = np.mean(x, axis=0)
        var = np.var(x, axis=0)
        x_hat = (x - mean) / np.sqrt(var + eps)
        out = gamma * x_hat + beta
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
        cache = (x, mean, var, x_hat, gamma, eps)
    elif mode == "test":
        mean = np.mean(x, axis=0)
        var = np.var(x, axis=0)
        x_hat = (x - mean) / np.sqrt(var + eps)
        out = gamma * x_hat + beta
        cache = None
    else:
        raise ValueError("no mode " + str(mode))
    return out, cache


def batchnorm_backward(dout, cache):
    x, mean, var, x_hat, gamma, eps = cache
    N = x.shape[0]
    std = np.sqrt(var + eps)
    dx_hat = dout * gamma
    dvar = (dx_hat * (x - mean) * -0.5 / std**3).sum(axis=0)
    dmean = (-dx_hat / std).sum(axis=0) - 2 * dvar * (x - mean).mean(axis=0)
    dx = dx_hat / std + 2 * dvar * (x - mean) / N + dmean / N
    dgamma = (dout * x_hat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta
