# Loops over columns, out[:, j] = gamma[j] * x_hat.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode != "train" and mode != "test":
        raise ValueError("mode")
    eps, mom = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    N, D = x.shape
    rm = np.array(bn_param.get("running_mean", np.zeros(D)), dtype="float64")
    rv = np.array(bn_param.get("running_var", np.zeros(D)), dtype="float64")
    out = np.zeros((N, D))
    xhats = [None] * D
    stds = [None] * D
    for j in range(D):
        if mode == "train":
            mu = np.average(x[:, j])
            var = np.average((x[:, j] - mu) ** 2)
            rm[j] = mom * rm[j] + (1 - mom) * mu
            rv[j] = mom * rv[j] + (1 - mom) * var
        else:
            mu, var = rm[j], rv[j]
        stds[j] = np.sqrt(var + eps)
        xhats[j] = (x[:, j] - mu) / stds[j]
        out[:, j] = gamma[j] * xhats[j]
    if mode == "train":
        bn_param["running_mean"] = rm
        bn_param["running_var"] = rv
        return out, (xhats, stds, gamma)
    return out, None


def batchnorm_backward(dout, cache):
    xhats, stds, gamma = cache
    dx = np.zeros(dout.shape)
    dgamma, dbeta = np.zeros(len(stds)), np.zeros(len(stds))
    N = dout.shape[0]
    for j in range(len(stds)):
        dbeta[j] = np.sum(dout[:, j])
        dgamma[j] = np.sum(dout[:, j] * xhats[j])
        dx[:, j] = gamma[j] / stds[j] * (dout[:, j] - dbeta[j] / N - xhats[j] * dgamma[j] / N)
    return dx, dgamma, dbeta
