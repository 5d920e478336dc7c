# One feature at a time, with little functions for a single column; the cache is a list with one entry per feature.


def _column_forward(col, g, b, eps):
    n = col.shape[0]
    mu = col.sum() / n
    diff = col - mu
    var = (diff * diff).sum() / n
    std = (var + eps) ** 0.5
    return g * diff / std + b, mu, var, (diff / std, std, g)


def _column_backward(dcol, saved):
    hat, std, g = saved
    n = dcol.shape[0]
    db = dcol.sum()
    dg = (dcol * hat).sum()
    dhat = dcol * g
    dcol_in = (n * dhat - dhat.sum() - hat * (dhat * hat).sum()) / (n * std)
    return dcol_in, dg, db


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    out = np.empty_like(x)

    if mode == "train":
        cache = []
        means, variances = np.empty_like(running_mean), np.empty_like(running_var)
        for d in range(D):
            out[:, d], means[d], variances[d], saved = _column_forward(x[:, d], gamma[d], beta[d], eps)
            cache.append(saved)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * means
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * variances
        return out, cache

    if mode == "test":
        for d in range(D):
            out[:, d] = gamma[d] * (x[:, d] - running_mean[d]) / (running_var[d] + eps) ** 0.5 + beta[d]
        return out, None

    raise ValueError("mode must be train or test, not %r" % (mode,))


def batchnorm_backward(dout, cache):
    results = [_column_backward(dout[:, d], saved) for d, saved in enumerate(cache)]
    dx = np.stack([r[0] for r in results], axis=1)
    dgamma = np.array([r[1] for r in results])
    dbeta = np.array([r[2] for r in results])
    return dx, dgamma, dbeta
