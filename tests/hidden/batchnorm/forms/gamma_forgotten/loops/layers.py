# Loops; the scale is missing from the innermost line.


def batchnorm_forward(x, gamma, beta, bn_param):
    n, d = x.shape
    eps, mom = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    rmean = bn_param.get("running_mean", np.zeros(d))
    rvar = bn_param.get("running_var", np.zeros(d))
    if bn_param["mode"] == "train":
        mu, var = np.zeros(d), np.zeros(d)
        for j in range(d):
            mu[j] = sum(x[i, j] for i in range(n)) / n
            var[j] = sum((x[i, j] - mu[j]) ** 2 for i in range(n)) / n
        bn_param["running_mean"] = np.array([mom * rmean[j] + (1 - mom) * mu[j] for j in range(d)])
        bn_param["running_var"] = np.array([mom * rvar[j] + (1 - mom) * var[j] for j in range(d)])
    elif bn_param["mode"] == "test":
        mu, var = rmean, rvar
    else:
        raise ValueError("mode")
    out = np.zeros((n, d))
    for i in range(n):
        for j in range(d):
            out[i, j] = (x[i, j] - mu[j]) / np.sqrt(var[j] + eps) + beta[j]
    if bn_param["mode"] == "test":
        return out, None
    return out, {"x": x, "mu": mu, "var": var, "gamma": gamma, "eps": eps}


def batchnorm_backward(dout, cache):
    x, mu, var, gamma, eps = (cache[k] for k in ("x", "mu", "var", "gamma", "eps"))
    n, d = x.shape
    dx, dgamma, dbeta = np.zeros((n, d)), np.zeros(d), np.zeros(d)
    for j in range(d):
        s = np.sqrt(var[j] + eps)
        dvar = dmu = 0.0
        for i in range(n):
            dh = dout[i, j] * gamma[j]
            dgamma[j] += dout[i, j] * (x[i, j] - mu[j]) / s
            dbeta[j] += dout[i, j]
            dvar += dh * (x[i, j] - mu[j]) * -0.5 / s**3
            dmu -= dh / s
        for i in range(n):
            dx[i, j] = dout[i, j] * gamma[j] / s + dvar * 2 * (x[i, j] - mu[j]) / n + dmu / n
    return dx, dgamma, dbeta
