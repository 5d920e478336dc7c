# Loops; thinks that gamma is the shift and beta the slope.


def batchnorm_forward(x, gamma, beta, bn_param):
    N, D = x.shape
    eps = bn_param.get("eps", 1e-5)
    mom = bn_param.get("momentum", 0.9)
    rmean = bn_param.get("running_mean", np.zeros(D))
    rvar = bn_param.get("running_var", np.zeros(D))
    xhat = np.zeros((N, D))
    out = np.zeros((N, D))
    if bn_param["mode"] == "train":
        sds = []
        new_mean, new_var = np.zeros(D), np.zeros(D)
        for j in range(D):
            mu = 0.0
            for value in x[:, j]:
                mu += value
            mu /= N
            var = 0.0
            for value in x[:, j]:
                var += (value - mu) ** 2
            var /= N
            sds.append(np.sqrt(var + eps))
            new_mean[j] = mom * rmean[j] + (1 - mom) * mu
            new_var[j] = mom * rvar[j] + (1 - mom) * var
            for i in range(N):
                xhat[i, j] = (x[i, j] - mu) / sds[j]
                out[i, j] = beta[j] * xhat[i, j] + gamma[j]
        bn_param["running_mean"], bn_param["running_var"] = new_mean, new_var
        return out, [xhat, sds, gamma, beta]
    elif bn_param["mode"] == "test":
        for j in range(D):
            for i in range(N):
                xhat[i, j] = (x[i, j] - rmean[j]) / np.sqrt(rvar[j] + eps)
                out[i, j] = beta[j] * xhat[i, j] + gamma[j]
        return out, None
    raise ValueError("mode")


def batchnorm_backward(dout, cache):
    xhat, sds, gamma, beta = cache
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for j in range(D):
        for i in range(N):
            dbeta[j] += dout[i, j]
            dgamma[j] += dout[i, j] * xhat[i, j]
        for i in range(N):
            dx[i, j] = gamma[j] / sds[j] * (dout[i, j] - (dbeta[j] + xhat[i, j] * dgamma[j]) / N)
    return dx, dgamma, dbeta
