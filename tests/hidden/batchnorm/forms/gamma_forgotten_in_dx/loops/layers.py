# Batch normalization one feature at a time; the cache is a list with one dict per feature.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError("unknown mode: " + str(mode))
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    N, D = x.shape
    old_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    old_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    out = np.zeros_like(x)

    if mode == "test":
        for j in range(D):
            out[:, j] = gamma[j] * (x[:, j] - old_mean[j]) / np.sqrt(old_var[j] + eps) + beta[j]
        return out, None

    new_mean, new_var = np.zeros(D), np.zeros(D)
    cache = []
    for j in range(D):
        col = x[:, j]
        mu = col.sum() / N
        var = ((col - mu) ** 2).sum() / N
        std = np.sqrt(var + eps)
        hat = (col - mu) / std
        out[:, j] = gamma[j] * hat + beta[j]
        new_mean[j] = momentum * old_mean[j] + (1 - momentum) * mu
        new_var[j] = momentum * old_var[j] + (1 - momentum) * var
        cache.append({"hat": hat, "std": std})
    bn_param["running_mean"] = new_mean
    bn_param["running_var"] = new_var
    return out, cache


def batchnorm_backward(dout, cache):
    N, D = dout.shape
    dx = np.zeros_like(dout)
    dgamma = np.zeros(D, dtype=dout.dtype)
    dbeta = np.zeros(D, dtype=dout.dtype)
    for j, feature in enumerate(cache):
        d = dout[:, j]
        hat = feature["hat"]
        for i in range(N):
            dbeta[j] += d[i]
            dgamma[j] += d[i] * hat[i]
        for i in range(N):
            dx[i, j] = (d[i] - dbeta[j] / N - hat[i] * dgamma[j] / N) / feature["std"]
    return dx, dgamma, dbeta
