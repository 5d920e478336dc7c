def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "test":
        x_hat = x - running_mean
        x_hat /= np.sqrt(running_var + eps)
        x_hat *= gamma
        x_hat += beta
        return x_hat, None

    mean = x.mean(axis=0)
    var = x.var(axis=0)
    x -= mean
    x_hat = x / np.sqrt(var + eps)
    bn_param["running_mean"] = running_mean + (1 - momentum) * (mean - running_mean)
    bn_param["running_var"] = running_var + (1 - momentum) * (var - running_var)
    return gamma * x_hat + beta, (x_hat, var + eps, gamma)


def batchnorm_backward(dout, cache):
    x_hat, var_eps, gamma = cache
    N, D = dout.shape
    dx = np.empty_like(dout)
    for j in range(D):
        h = x_hat[:, j]
        # J[i, k] = d x_hat[i] / d x[k] for this feature
        J = np.eye(N) - 1 / N - np.outer(h, h) / N
        J = J / np.sqrt(var_eps[j])
        dx[:, j] = J.T @ (gamma[j] * dout[:, j])
    dgamma = np.diag(dout.T @ x_hat).copy()
    dbeta = np.ones(N) @ dout
    return dx, dgamma, dbeta
