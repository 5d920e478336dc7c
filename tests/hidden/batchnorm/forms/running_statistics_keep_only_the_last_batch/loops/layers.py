# Loops that fill two fresh arrays with this batch's statistics; momentum is not used.


def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param["mode"] not in ("train", "test"):
        raise ValueError("mode")
    train = bn_param["mode"] == "train"
    eps = bn_param.get("eps", 1e-5)
    N, D = x.shape
    if train:
        mean = np.zeros(D)
        var = np.zeros(D)
        for d in range(D):
            for n in range(N):
                mean[d] += x[n, d]
            mean[d] = mean[d] / N
            for n in range(N):
                var[d] += (x[n, d] - mean[d]) * (x[n, d] - mean[d])
            var[d] = var[d] / N
        bn_param["running_mean"] = mean.copy()
        bn_param["running_var"] = var.copy()
    else:
        mean = bn_param.get("running_mean", np.zeros(D))
        var = bn_param.get("running_var", np.zeros(D))
    out = np.zeros((N, D))
    for n in range(N):
        for d in range(D):
            out[n, d] = gamma[d] * (x[n, d] - mean[d]) / np.sqrt(var[d] + eps) + beta[d]
    return out, ((x, gamma, mean, var, eps) if train else None)


def batchnorm_backward(dout, cache):
    x, gamma, mean, var, eps = cache
    N, D = x.shape
    dx = np.zeros((N, D))
    dgamma = np.zeros(D)
    dbeta = np.zeros(D)
    for d in range(D):
        sd = np.sqrt(var[d] + eps)
        for n in range(N):
            dbeta[d] += dout[n, d]
            dgamma[d] += dout[n, d] * (x[n, d] - mean[d]) / sd
        for n in range(N):
            own = dout[n, d] - dbeta[d] / N
            own -= (x[n, d] - mean[d]) / sd * dgamma[d] / N
            dx[n, d] = gamma[d] / sd * own
    return dx, dgamma, dbeta
