# Testing divides by running_var + eps as if it were a standard deviation.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mu, var = x.mean(axis=0), x.var(axis=0)
        sigma = np.sqrt(var + eps)
        x_hat = (x - mu) / sigma
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mu
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
        cache = {"x_hat": x_hat, "sigma": sigma, "gamma": gamma}
    elif mode == "test":
        x_hat = (x - running_mean) / (running_var + eps)
        cache = None
    else:
        raise ValueError("mode")
    return gamma * x_hat + beta, cache


def batchnorm_backward(dout, cache):
    x_hat, sigma, gamma = cache["x_hat"], cache["sigma"], cache["gamma"]
    dxh = dout * gamma
    dx = (dxh - dxh.mean(axis=0) - x_hat * (dxh * x_hat).mean(axis=0)) / sigma
    return dx, (dout * x_hat).sum(axis=0), dout.sum(axis=0)
