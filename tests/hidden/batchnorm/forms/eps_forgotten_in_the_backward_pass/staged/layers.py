# Stages: scale, project out x_hat, remove the mean, divide by sigma = sqrt(var). Closure cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "test":
        return gamma * ((x - running_mean) / np.sqrt(running_var + eps)) + beta, None
    if mode != "train":
        raise ValueError("bad mode: %s" % mode)

    mean = np.mean(x, axis=0, keepdims=True)
    centred = x - mean
    var = np.mean(np.square(centred), axis=0, keepdims=True)
    x_hat = centred / np.sqrt(var + eps)
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean[0]
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var[0]

    def back(dout):
        dbeta = np.sum(dout, axis=0)
        dgamma = np.sum(dout * x_hat, axis=0)
        through_mean = np.mean(dout, axis=0, keepdims=True)
        through_var = x_hat * np.mean(dout * x_hat, axis=0, keepdims=True)
        dx_hat = gamma * (dout - through_mean - through_var)
        sigma = np.sqrt(var)
        return dx_hat / sigma, dgamma, dbeta

    return gamma * x_hat + beta, back


def batchnorm_backward(dout, cache):
    back = cache
    dx, dgamma, dbeta = back(dout)
    return dx, dgamma, dbeta
