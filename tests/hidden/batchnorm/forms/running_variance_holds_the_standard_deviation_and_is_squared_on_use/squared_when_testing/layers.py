# Averages the standard deviations, and squares the average in test mode to have a variance again.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        mean, std = np.mean(x, axis=0), np.std(x, axis=0)
        x_hat = (x - mean) / np.sqrt(std**2 + eps)
        out = gamma * x_hat + beta
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * std
        return out, (x_hat, std, eps, gamma)

    x_hat = (x - running_mean) / np.sqrt(running_var**2 + eps)
    return gamma * x_hat + beta, None


def batchnorm_backward(dout, cache):
    x_hat, std, eps, gamma = cache
    N = dout.shape[0]
    dgamma = np.sum(dout * x_hat, axis=0)
    dbeta = np.sum(dout, axis=0)
    dx = N * dout - dbeta - dgamma * x_hat
    dx = dx * gamma / (N * np.sqrt(std**2 + eps))
    return dx, dgamma, dbeta
