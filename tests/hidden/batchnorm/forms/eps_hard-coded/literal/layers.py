# 1e-5 is written into the formulas, bn_param["eps"] is not read.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        x_hat = (x - mean) / np.sqrt(var + 1e-5)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
        return gamma * x_hat + beta, (x_hat, var, gamma)
    elif mode == "test":
        x_hat = (x - running_mean) / np.sqrt(running_var + 1e-5)
        return gamma * x_hat + beta, None
    else:
        raise ValueError("mode must be train or test")


def batchnorm_backward(dout, cache):
    x_hat, var, gamma = cache
    dgamma = np.sum(dout * x_hat, axis=0)
    dbeta = np.sum(dout, axis=0)
    N = dout.shape[0]
    dx = gamma / np.sqrt(var + 1e-5) * (dout - dbeta / N - x_hat * dgamma / N)
    return dx, dgamma, dbeta
