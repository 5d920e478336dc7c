# Python loops over columns and rows; eps is added to the root, not under it.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode != "train" and mode != "test":
        raise ValueError("unknown mode %r" % mode)
    eps = bn_param.get("eps", 1e-5)
    mom = bn_param.get("momentum", 0.9)
    N, D = x.shape
    old_mean = bn_param.get("running_mean", np.zeros(D))
    old_var = bn_param.get("running_var", np.zeros(D))
    out = np.zeros((N, D))
    xhat = np.zeros((N, D))
    sigma = np.zeros(D)
    new_mean = np.zeros(D)
    new_var = np.zeros(D)
    for j in range(D):
        if mode == "train":
            mu = sum(x[i, j] for i in range(N)) / N
            var = sum((x[i, j] - mu) ** 2 for i in range(N)) / N
            new_mean[j] = mom * old_mean[j] + (1 - mom) * mu
            new_var[j] = mom * old_var[j] + (1 - mom) * var
        else:
            mu, var = old_mean[j], old_var[j]
        sigma[j] = np.sqrt(var) + eps
        for i in range(N):
            xhat[i, j] = (x[i, j] - mu) / sigma[j]
            out[i, j] = gamma[j] * xhat[i, j] + beta[j]
    if mode == "test":
        return out, None
    bn_param["running_mean"] = new_mean
    bn_param["running_var"] = new_var
    return out, [xhat, sigma, gamma]


def batchnorm_backward(dout, cache):
    xhat, sigma, gamma = cache
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for j in range(D):
        for i in range(N):
            dbeta[j] += dout[i, j]
            dgamma[j] += dout[i, j] * xhat[i, j]
        for i in range(N):
            dx[i, j] = dout[i, j] - dbeta[j] / N - xhat[i, j] * dgamma[j] / N
            dx[i, j] *= gamma[j] / sigma[j]
    return dx, dgamma, dbeta
