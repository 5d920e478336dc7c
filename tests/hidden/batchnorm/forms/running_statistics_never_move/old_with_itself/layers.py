# Both terms of the update have the old value.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        mean = np.mean(x, axis=0)
        var = np.var(x, axis=0)
        std = np.sqrt(var + eps)
        x_norm = (x - mean) / std
        out = gamma * x_norm + beta
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * running_mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * running_var
        return out, (x_norm, std, gamma)

    x_norm = (x - running_mean) / np.sqrt(running_var + eps)
    return gamma * x_norm + beta, None


def batchnorm_backward(dout, cache):
    x_norm, std, gamma = cache
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(x_norm * dout, axis=0)
    dx_norm = gamma * dout
    dx = (1 / (N * std)) * (
        N * dx_norm - dx_norm.sum(axis=0) - x_norm * (dx_norm * x_norm).sum(axis=0)
    )
    return dx, dgamma, dbeta
