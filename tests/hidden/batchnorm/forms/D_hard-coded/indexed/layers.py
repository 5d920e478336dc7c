# Vectorised over an index array of the features; tuple cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    which = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    mom = bn_param.get("momentum", 0.9)
    r_mean, r_var = bn_param.get("running_mean", 0.0), bn_param.get("running_var", 0.0)
    if which not in {"train", "test"}:
        raise ValueError("unknown mode " + repr(which))
    if which == "test":
        return (x - r_mean) / np.sqrt(r_var + eps) * gamma + beta, None
    n = x.shape[0]
    mean = np.einsum("nf->f", x) / n
    diff = x - mean
    var = np.einsum("nf,nf->f", diff, diff) / n
    bn_param["running_mean"] = mom * r_mean + (1 - mom) * mean
    bn_param["running_var"] = mom * r_var + (1 - mom) * var
    inv = 1 / np.sqrt(var + eps)
    return diff * inv * gamma + beta, (diff, inv, gamma)


def batchnorm_backward(dout, cache):
    diff, inv, gamma = cache
    features = np.arange(5)
    dx = np.zeros(dout.shape, dtype=dout.dtype)
    dgamma, dbeta = np.zeros(gamma.shape), np.zeros(gamma.shape)

    g = dout[:, features]
    xn = diff[:, features] * inv[features]
    dbeta[features] = g.sum(axis=0)
    dgamma[features] = (g * xn).sum(axis=0)
    inner = g - g.mean(axis=0) - xn * (g * xn).mean(axis=0)
    dx[:, features] = gamma[features] * inv[features] * inner
    return dx, dgamma, dbeta
