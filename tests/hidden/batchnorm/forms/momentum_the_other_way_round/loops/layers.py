# Loops over features; decay = 1 - momentum is what the old statistics are multiplied by.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(mode)
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    decay = 1 - momentum
    N, D = x.shape
    means = np.array(bn_param.get("running_mean", np.zeros(D)), dtype=np.float64)
    variances = np.array(bn_param.get("running_var", np.zeros(D)), dtype=np.float64)
    out = np.zeros((N, D))
    cache = []
    for k in range(D):
        if mode == "train":
            feature = x[:, k].astype(np.float64)
            mean = np.sum(feature) / N
            variance = np.sum((feature - mean) ** 2) / N
            std = np.sqrt(variance + eps)
            hat = (feature - mean) / std
            means[k] = means[k] * decay + mean * momentum
            variances[k] = variances[k] * decay + variance * momentum
            cache.append((hat, std, gamma[k]))
        else:
            hat = (x[:, k] - means[k]) / np.sqrt(variances[k] + eps)
        out[:, k] = hat * gamma[k] + beta[k]
    if mode == "test":
        return out, None
    bn_param["running_mean"] = means
    bn_param["running_var"] = variances
    return out, cache


def batchnorm_backward(dout, cache):
    N, D = dout.shape
    dx = np.zeros((N, D))
    dgamma = np.zeros(D)
    dbeta = np.zeros(D)
    for k, (hat, std, g) in enumerate(cache):
        d = dout[:, k]
        dbeta[k] = d.sum()
        dgamma[k] = (d * hat).sum()
        dx[:, k] = g * (d - dbeta[k] / N - hat * dgamma[k] / N) / std
    return dx, dgamma, dbeta
