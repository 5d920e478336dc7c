# 0.9 and 0.1 are written into the update.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        std = np.sqrt(var + eps)
        x_hat = (x - mean) / std
        bn_param["running_mean"] = 0.9 * running_mean + 0.1 * mean
        bn_param["running_var"] = 0.9 * running_var + 0.1 * var
        cache = dict(x_hat=x_hat, std=std, gamma=gamma)
    elif mode == "test":
        x_hat = (x - running_mean) / np.sqrt(running_var + eps)
        cache = None
    else:
        raise ValueError("mode = " + str(mode))
    return gamma * x_hat + beta, cache


def batchnorm_backward(dout, cache):
    x_hat = cache["x_hat"]
    N = x_hat.shape[0]
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx = cache["gamma"] / cache["std"] * (dout - dbeta / N - x_hat * dgamma / N)
    return dx, dgamma, dbeta
