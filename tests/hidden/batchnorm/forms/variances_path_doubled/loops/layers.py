# Loop over the features with partial derivatives dvar and dmu; tuple cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    running_mean = np.zeros(D) + bn_param.get("running_mean", 0)
    running_var = np.zeros(D) + bn_param.get("running_var", 0)
    if mode != "train" and mode != "test":
        raise ValueError("mode")

    out = np.empty_like(x)
    mus, vars_ = np.empty_like(running_mean), np.empty_like(running_var)
    for j in range(D):
        if mode == "train":
            mus[j] = x[:, j].mean()
            vars_[j] = ((x[:, j] - mus[j]) ** 2).mean()
            running_mean[j] = momentum * running_mean[j] + (1 - momentum) * mus[j]
            running_var[j] = momentum * running_var[j] + (1 - momentum) * vars_[j]
        else:
            mus[j], vars_[j] = running_mean[j], running_var[j]
        out[:, j] = gamma[j] * (x[:, j] - mus[j]) / np.sqrt(vars_[j] + eps) + beta[j]

    if mode == "test":
        return out, None
    bn_param["running_mean"], bn_param["running_var"] = running_mean, running_var
    return out, (x, gamma, mus, vars_, eps)


def batchnorm_backward(dout, cache):
    x, gamma, mus, vars_, eps = cache
    N, D = x.shape
    dx, dgamma, dbeta = np.empty_like(dout), np.empty(D), np.empty(D)
    for j in range(D):
        xc = x[:, j] - mus[j]
        inv = 1 / np.sqrt(vars_[j] + eps)
        dbeta[j] = dout[:, j].sum()
        dgamma[j] = (dout[:, j] * xc * inv).sum()
        dxhat = dout[:, j] * gamma[j]
        dvar = -(dxhat * xc).sum() * inv ** 3
        dmu = -dxhat.sum() * inv
        dx[:, j] = dxhat * inv + dvar * 2 * xc / N + dmu / N
    return dx, dgamma, dbeta
