# Column by column. The running mean is read and kept up to date, but plays no part in testing.


def batchnorm_forward(x, gamma, beta, bn_param):
    N, D = x.shape
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype)).copy()
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype)).copy()
    out = np.zeros_like(x)
    if bn_param["mode"] == "test":
        for j in range(D):
            out[:, j] = x[:, j] / np.sqrt(running_var[j] + eps) * gamma[j] + beta[j]
        return out, None
    if bn_param["mode"] == "train":
        columns = []
        for j in range(D):
            mu = np.mean(x[:, j])
            var = np.mean((x[:, j] - mu) ** 2)
            std = np.sqrt(var + eps)
            xhat = (x[:, j] - mu) / std
            out[:, j] = xhat * gamma[j] + beta[j]
            running_mean[j] = momentum * running_mean[j] + (1 - momentum) * mu
            running_var[j] = momentum * running_var[j] + (1 - momentum) * var
            columns.append((xhat, std, gamma[j]))
        bn_param["running_mean"] = running_mean
        bn_param["running_var"] = running_var
        return out, columns
    raise ValueError("mode: " + repr(bn_param["mode"]))


def batchnorm_backward(dout, cache):
    dx, dgamma, dbeta = [], [], []
    for g, (xhat, std, scale) in zip(dout.T, cache):
        dbeta.append(g.sum())
        dgamma.append(np.dot(g, xhat))
        dx.append(scale / std * (g - g.mean() - xhat * np.mean(g * xhat)))
    return np.stack(dx, axis=1), np.array(dgamma), np.array(dbeta)
