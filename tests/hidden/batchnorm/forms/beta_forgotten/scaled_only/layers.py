# The output is gamma times the normalised x, beta is not added.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mean = np.mean(x, axis=0)
        var = np.mean((x - mean) ** 2, axis=0)
        x_hat = (x - mean) / np.sqrt(var + eps)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
        out = gamma * x_hat
        cache = (x_hat, gamma, var + eps)
        return out, cache
    if mode == "test":
        x_hat = (x - running_mean) / np.sqrt(running_var + eps)
        out = gamma * x_hat
        return out, None
    raise ValueError("unknown mode")


def batchnorm_backward(dout, cache):
    x_hat, gamma, var_eps = cache
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(x_hat * dout, axis=0)
    m = x_hat.shape[0]
    dx = gamma * (m * dout - dbeta - x_hat * dgamma) / (m * np.sqrt(var_eps))
    return dx, dgamma, dbeta
