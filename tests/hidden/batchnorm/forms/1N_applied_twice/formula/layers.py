# The simplified formula with 1/N in front of the bracket; tuple cache, keepdims.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mean = np.mean(x, axis=0, keepdims=True)
        var = np.var(x, axis=0, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + eps)
        out = gamma[None, :] * x_norm + beta[None, :]
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean[0, :]
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var[0, :]
        cache = x_norm, gamma[None, :], np.sqrt(var + eps)
    elif mode == "test":
        x_norm = (x - running_mean[None, :]) / np.sqrt(running_var[None, :] + eps)
        out = gamma[None, :] * x_norm + beta[None, :]
        cache = None
    else:
        raise ValueError("bn_param['mode'] must be 'train' or 'test'")
    return out, cache


def batchnorm_backward(dout, cache):
    x_norm, gamma, sigma = cache
    m = x_norm.shape[0]
    dgamma = np.sum(dout * x_norm, axis=0)
    dbeta = np.sum(dout, axis=0)
    dx = (1.0 / m) * gamma / sigma * (dout - dbeta / m - x_norm * dgamma / m)
    return dx, dgamma, dbeta
