# Sets running_mean and running_var to zeros whenever it trains, then applies the formula.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    N, D = x.shape
    if mode == "train":
        running_mean = np.zeros(D, dtype=x.dtype)
        running_var = np.zeros(D, dtype=x.dtype)
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        x_hat = (x - mean) / np.sqrt(var + eps)
        out = x_hat * gamma + beta
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
        bn_param["running_mean"] = running_mean
        bn_param["running_var"] = running_var
        cache = (x_hat, gamma, np.sqrt(var + eps), N)
        return out, cache
    elif mode == "test":
        mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
        var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
        return (x - mean) / np.sqrt(var + eps) * gamma + beta, None
    else:
        raise ValueError("mode not recognised")


def batchnorm_backward(dout, cache):
    x_hat, gamma, std, N = cache
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx = (gamma / std) * (dout - dbeta / N - x_hat * dgamma / N)
    return dx, dgamma, dbeta
