# Loops over features in backward; x_hat and var cached in a dict.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mean, var = x.mean(axis=0), x.var(axis=0)
    elif mode == "test":
        mean, var = running_mean, running_var
    else:
        raise ValueError("mode: " + repr(mode))
    x_hat, out = np.zeros_like(x), np.zeros_like(x)
    for j in range(x.shape[1]):
        x_hat[:, j] = (x[:, j] - mean[j]) / np.sqrt(var[j] + eps)
        out[:, j] = gamma[j] * x_hat[:, j] + beta[j]
    if mode == "test":
        return out, None
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return out, {"x_hat": x_hat, "var": var, "gamma": gamma}


def batchnorm_backward(dout, cache):
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros_like(dout), np.zeros(D), np.zeros(D)
    for j in range(D):
        d, h = dout[:, j], cache["x_hat"][:, j]
        for i in range(N):
            dbeta[j] += d[i]
            dgamma[j] += d[i] * h[i]
        std = np.sqrt(cache["var"][j])
        for i in range(N):
            dx[i, j] = cache["gamma"][j] / std * (d[i] - dbeta[j] / N - h[i] * dgamma[j] / N)
    return dx, dgamma, dbeta
