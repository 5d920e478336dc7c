# Stores the updated statistics as bn_param["mean"] and bn_param["var"].


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        std = np.sqrt(var + eps)
        x_hat = (x - mean) / std
        bn_param["mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["var"] = momentum * running_var + (1 - momentum) * var
        return gamma * x_hat + beta, (x_hat, std, gamma)
    if mode == "test":
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None
    raise ValueError("neither train nor test: %r" % (mode,))


def batchnorm_backward(dout, cache):
    x_hat, std, gamma = cache
    dgamma = (x_hat * dout).sum(axis=0)
    dbeta = dout.sum(axis=0)
    dx = dout - dbeta / len(dout) - x_hat * dgamma / len(dout)
    return dx * gamma / std, dgamma, dbeta
