# running_var is updated with np.std of the batch.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    cache = None
    if mode == "train":
        mean = np.mean(x, axis=0)
        std = np.std(x, axis=0)
        x_hat = (x - mean) / np.sqrt(std**2 + eps)
        out = gamma * x_hat + beta
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * std
        cache = (x_hat, np.sqrt(std**2 + eps), gamma)
    elif mode == "test":
        x_hat = (x - running_mean) / np.sqrt(running_var + eps)
        out = gamma * x_hat + beta
    else:
        raise ValueError("train or test, please")
    return out, cache


def batchnorm_backward(dout, cache):
    x_hat, denominator, gamma = cache
    N = len(x_hat)
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx = gamma / (N * denominator) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta
