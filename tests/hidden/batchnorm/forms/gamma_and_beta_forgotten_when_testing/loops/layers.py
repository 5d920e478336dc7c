# Entry by entry. gamma and beta are applied inside the train branch only.


def batchnorm_forward(x, gamma, beta, bn_param):
    N, D = x.shape
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    rmean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    rvar = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    if mode != "train" and mode != "test":
        raise ValueError("mode must be train or test")
    out, xhat = np.zeros_like(x), np.zeros_like(x)
    mean, var = np.zeros(D, dtype=x.dtype), np.zeros(D, dtype=x.dtype)
    if mode == "train":
        for j in range(D):
            for i in range(N):
                mean[j] += x[i, j] / N
            for i in range(N):
                var[j] += (x[i, j] - mean[j]) ** 2 / N
            for i in range(N):
                xhat[i, j] = (x[i, j] - mean[j]) / np.sqrt(var[j] + eps)
                out[i, j] = gamma[j] * xhat[i, j] + beta[j]
        bn_param["running_mean"] = momentum * rmean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * rvar + (1 - momentum) * var
        return out, (xhat, np.sqrt(var + eps), gamma)
    for i in range(N):
        for j in range(D):
            out[i, j] = (x[i, j] - rmean[j]) / np.sqrt(rvar[j] + eps)
    return out, None


def batchnorm_backward(dout, cache):
    xhat, std, gamma = cache
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros_like(dout), np.zeros_like(gamma), np.zeros_like(gamma)
    for j in range(D):
        for i in range(N):
            dgamma[j] += dout[i, j] * xhat[i, j]
            dbeta[j] += dout[i, j]
    for i in range(N):
        for j in range(D):
            inner = N * dout[i, j] - dbeta[j] - xhat[i, j] * dgamma[j]
            dx[i, j] = gamma[j] / (N * std[j]) * inner
    return dx, dgamma, dbeta
