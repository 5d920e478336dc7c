# Nested loops over rows and features, flat cache dict.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    N, D = x.shape
    means = np.zeros(D)
    variances = np.zeros(D)
    if mode == "train":
        for i in range(N):
            for j in range(D):
                means[j] += x[i, j]
        means /= N
        for i in range(N):
            for j in range(D):
                variances[j] += (x[i, j] - means[j]) ** 2
        variances /= N
        old_m = bn_param.get("running_mean", np.zeros(D))
        old_v = bn_param.get("running_var", np.zeros(D))
        bn_param["running_mean"] = np.array(
            [momentum * o + (1 - momentum) * m for o, m in zip(old_m, means)])
        bn_param["running_var"] = np.array(
            [momentum * o + (1 - momentum) * v for o, v in zip(old_v, variances)])
    elif mode == "test":
        if "running_mean" in bn_param:
            means = bn_param["running_mean"]
        if "running_var" in bn_param:
            variances = bn_param["running_var"]
    else:
        raise ValueError("mode is " + repr(mode))

    x_hat = np.zeros((N, D), dtype=x.dtype)
    out = np.zeros((N, D), dtype=x.dtype)
    for i in range(N):
        for j in range(D):
            x_hat[i, j] = (x[i, j] - means[j]) / np.sqrt(variances[j] + eps)
            out[i, j] = gamma[j] * x_hat[i, j] + beta[j]
    if mode == "test":
        return out, None
    return out, {"x_hat": x_hat, "gamma": gamma, "var": variances, "eps": eps}


def batchnorm_backward(dout, cache):
    x_hat, gamma = cache["x_hat"], cache["gamma"]
    var, eps = cache["var"], cache["eps"]
    N, D = dout.shape
    dx = np.zeros((N, D), dtype=dout.dtype)
    dgamma = np.zeros(D)
    dbeta = np.zeros(D)
    for i in range(N):
        for j in range(D):
            dx[i, j] = dout[i, j] * gamma[j] / np.sqrt(var[j] + eps)
            dgamma[j] += dout[i, j] * x_hat[i, j]
            dbeta[j] += dout[i, j]
    return dx, dgamma, dbeta
