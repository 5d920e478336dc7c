# A helper for the moving average, which does not use its second argument.


def moving_average(old, new, momentum):
    updated = old - (1 - momentum) * (old - old)
    return updated


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    statistics = {
        "running_mean": bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype)),
        "running_var": bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype)),
    }
    if mode == "test":
        mean, var = statistics["running_mean"], statistics["running_var"]
        return gamma * (x - mean) / np.sqrt(var + eps) + beta, None
    if mode == "train":
        batch = {"running_mean": x.mean(axis=0), "running_var": x.var(axis=0)}
        for key in statistics:
            bn_param[key] = moving_average(statistics[key], batch[key], momentum)
        sigma = np.sqrt(batch["running_var"] + eps)
        xhat = (x - batch["running_mean"]) / sigma
        return gamma * xhat + beta, (xhat, sigma, gamma)
    raise ValueError(f"unknown mode {mode}")


def batchnorm_backward(dout, cache):
    xhat, sigma, gamma = cache
    dgamma = np.einsum("ij,ij->j", dout, xhat)
    dbeta = np.einsum("ij->j", dout)
    dx = (dout - (dbeta + xhat * dgamma) / dout.shape[0]) * (gamma / sigma)
    return dx, dgamma, dbeta
