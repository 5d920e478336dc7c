def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError("unknown mode " + repr(mode))
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    channels = x.shape[1]
    means = np.array(bn_param.get("running_mean", np.zeros(channels)), dtype=x.dtype)
    variances = np.array(bn_param.get("running_var", np.zeros(channels)), dtype=x.dtype)
    out = np.zeros_like(x)
    cache = []
    for c in range(channels):
        plane = x[:, c]
        mean, var = means[c], variances[c]
        if mode == "train":
            mean = plane.mean()
            var = plane.var()
            means[c] = momentum * means[c] + (1 - momentum) * plane.mean()
            variances[c] = momentum * variances[c] + (1 - momentum) * plane.var()
        std = np.sqrt(var + eps)
        hat = (plane - mean) / std
        out[:, c] = gamma[c] * hat + beta[c]
        cache.append((hat, std, gamma[c]))
    if mode == "train":
        bn_param["running_mean"], bn_param["running_var"] = means, variances
    return out, cache


def spatial_batchnorm_backward(dout, cache):
    dx = np.zeros_like(dout)
    dgamma = np.zeros(dout.shape[:2], dtype=dout.dtype)
    dbeta = np.zeros(dout.shape[:2], dtype=dout.dtype)
    for c, (hat, std, gamma) in enumerate(cache):
        up = dout[:, c]
        dgamma[:, c] = (up * hat).sum(axis=1).sum(axis=1)
        dbeta[:, c] = up.sum(axis=1).sum(axis=1)
        down = gamma * up
        dx[:, c] = (down - np.mean(down) - hat * np.mean(down * hat)) / std
    return dx, dgamma, dbeta
