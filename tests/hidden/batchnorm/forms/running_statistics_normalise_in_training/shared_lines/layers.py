# Both modes share the last lines, which use the running statistics (just updated when training).


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode not in ("train", "test"):
        raise ValueError("mode is " + str(mode))
    if mode == "train":
        running_mean = momentum * running_mean + (1 - momentum) * x.mean(axis=0)
        running_var = momentum * running_var + (1 - momentum) * x.var(axis=0)
        bn_param["running_mean"] = running_mean
        bn_param["running_var"] = running_var
    std = np.sqrt(running_var + eps)
    x_hat = (x - running_mean) / std
    out = gamma * x_hat + beta
    return out, (None if mode == "test" else (x_hat, std, gamma))


def batchnorm_backward(dout, cache):
    x_hat, std, gamma = cache
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx = gamma / std * (dout - np.mean(dout, axis=0) - x_hat * np.mean(dout * x_hat, axis=0))
    return dx, dgamma, dbeta
