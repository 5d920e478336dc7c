# A function for one feature, called for all of them; the cache holds three lists.
def _bn_feature(column, eps):
    n = len(column)
    total = 0.0
    for value in column:
        total += value
    mu = total / n
    total = 0.0
    for value in column:
        total += (value - mu) * (value - mu)
    var = total / n
    return mu, var, [(value - mu) / np.sqrt(var + eps) for value in column]


def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param["mode"] not in ["train", "test"]:
        raise ValueError("mode?")
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    running_mean = np.array(bn_param.get("running_mean", np.zeros(D)), dtype=float)
    running_var = np.array(bn_param.get("running_var", np.zeros(D)), dtype=float)
    out = np.zeros(x.shape, dtype=x.dtype)
    if bn_param["mode"] == "test":
        for j in range(D):
            for i in range(len(x)):
                hat = (x[i, j] - running_mean[j]) / np.sqrt(running_var[j] + eps)
                out[i, j] = gamma[j] * hat + beta[j]
        return out, None
    hats, factors = [], []
    for j in range(D):
        mu, var, hat = _bn_feature(x[:, j], eps)
        for i in range(len(hat)):
            out[i, j] = gamma[j] * hat[i] + beta[j]
        running_mean[j] = momentum * running_mean[j] + (1 - momentum) * mu
        running_var[j] = momentum * running_var[j] + (1 - momentum) * var
        hats.append(hat)
        factors.append(gamma[j] / np.sqrt(var + eps))
    bn_param["running_mean"] = running_mean
    bn_param["running_var"] = running_var
    return out, [hats, factors]


def batchnorm_backward(dout, cache):
    hats, factors = cache
    N, D = dout.shape
    dx = np.zeros((N, D), dtype=dout.dtype)
    dgamma, dbeta = np.zeros(D), np.zeros(D)
    for j in range(D):
        for i in range(N):
            dgamma[j] += dout[i, j] * hats[j][i]
            dbeta[j] += dout[i, j]
        for i in range(N):
            dx[i, j] = factors[j] * (dout[i, j] - dbeta[j] / N)
    return dx, dgamma, dbeta
