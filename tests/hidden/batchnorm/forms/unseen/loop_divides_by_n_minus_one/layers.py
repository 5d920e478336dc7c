def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    N, D = x.shape
    out = np.zeros((N, D), dtype=x.dtype)
    if mode == "test":
        for j in range(D):
            for i in range(N):
                z = (x[i, j] - running_mean[j]) / np.sqrt(running_var[j] + eps)
                out[i, j] = gamma[j] * z + beta[j]
        return out, None

    x_hat = np.zeros((N, D), dtype=x.dtype)
    sigma = np.zeros(D, dtype=x.dtype)
    new_mean = np.zeros(D, dtype=x.dtype)
    new_var = np.zeros(D, dtype=x.dtype)
    for j in range(D):
        col = x[:, j]
        m = sum(col) / N
        v = 0.0
        for i in range(N):
            v += (col[i] - m) ** 2
        v = v / max(N - 1, 1)
        sigma[j] = np.sqrt(v + eps)
        x_hat[:, j] = (col - m) / sigma[j]
        out[:, j] = gamma[j] * x_hat[:, j] + beta[j]
        new_mean[j] = momentum * running_mean[j] + (1 - momentum) * m
        new_var[j] = momentum * running_var[j] + (1 - momentum) * v
    bn_param["running_mean"] = new_mean
    bn_param["running_var"] = new_var
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
