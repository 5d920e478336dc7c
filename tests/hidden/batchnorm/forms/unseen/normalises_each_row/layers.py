def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    N, D = x.shape
    if mode == "test":
        return (x - running_mean) / np.sqrt(running_var + eps) * gamma + beta, None

    x_hat = np.zeros((N, D), dtype=x.dtype)
    sigma = np.sqrt(x.var(axis=0) + eps)
    for i in range(N):
        row = x[i]
        m = sum(row) / D
        v = sum((row - m) ** 2) / D
        x_hat[i] = (row - m) / np.sqrt(v + eps)
    out = x_hat * gamma + beta
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * x.mean(axis=0)
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * x.var(axis=0)
    return out, [x_hat, sigma, gamma]


def batchnorm_backward(dout, cache):
    x_hat, sigma, gamma = cache
    N, D = dout.shape
    dx = np.zeros_like(dout)
    dgamma = np.zeros(D, dtype=dout.dtype)
    dbeta = np.zeros(D, dtype=dout.dtype)
    for j in range(D):
        for i in range(N):
            dgamma[j] += dout[i, j] * x_hat[i, j]
            dbeta[j] += dout[i, j]
        for i in range(N):
            inner = dout[i, j] - dbeta[j] / N - x_hat[i, j] * dgamma[j] / N
            dx[i, j] = gamma[j] / sigma[j] * inner
    return dx, dgamma, dbeta
