def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        N = x.shape[0]
        mu = np.ones(x.shape[1], dtype=x.dtype) * x.mean()
        var = x.var(axis=0)
    else:
        mu, var = running_mean, running_var
    mu_rows = mu.reshape(1, -1)
    var_rows = var.reshape(1, -1)
    rstd = np.power(var_rows + eps, -0.5)
    normalized = (x - mu_rows) * rstd
    out = normalized * gamma.reshape(1, -1) + beta.reshape(1, -1)
    if mode == "test":
        return out, None
    for name, value in zip(("running_mean", "running_var"), (mu, var)):
        old = running_mean if name == "running_mean" else running_var
        bn_param[name] = old * momentum + value * (1 - momentum)
    assert out.shape[0] == N
    return out, (normalized, rstd.ravel(), gamma)


def batchnorm_backward(dout, cache):
    xn, r, gamma = cache
    dgamma, dbeta = (dout * xn).sum(0), dout.sum(0)
    g = dout * gamma
    return r * (g - g.mean(0) - xn * (g * xn).mean(0)), dgamma, dbeta
