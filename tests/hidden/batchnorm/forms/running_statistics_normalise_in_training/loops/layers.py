# Column by column: moves the running numbers of the column, then normalises it with them.


def batchnorm_forward(x, gamma, beta, bn_param):
    N, D = x.shape
    eps = bn_param.get("eps", 1e-5)
    mom = bn_param.get("momentum", 0.9)
    rmean = list(bn_param.get("running_mean", np.zeros(D)))
    rvar = list(bn_param.get("running_var", np.zeros(D)))
    mode = bn_param["mode"]
    if mode != "test" and mode != "train":
        raise ValueError("mode should be train/test")
    y = np.zeros((N, D))
    memory = {"gamma": gamma, "centred": [], "var": []}
    for j in range(D):
        if mode == "train":
            s = 0.0
            for i in range(N):
                s += x[i, j]
            s /= N
            q = 0.0
            for i in range(N):
                q += (x[i, j] - s) ** 2
            q /= N
            rmean[j] = mom * rmean[j] + (1 - mom) * s
            rvar[j] = mom * rvar[j] + (1 - mom) * q
        c = x[:, j] - rmean[j]
        memory["centred"].append(c)
        memory["var"].append(rvar[j] + eps)
        y[:, j] = gamma[j] * c / np.sqrt(rvar[j] + eps) + beta[j]
    if mode == "test":
        return y, None
    bn_param["running_mean"] = np.array(rmean)
    bn_param["running_var"] = np.array(rvar)
    return y, memory


def batchnorm_backward(dout, cache):
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for j in range(D):
        c, ve, g = cache["centred"][j], cache["var"][j], dout[:, j]
        dbeta[j] = np.sum(g)
        dgamma[j] = np.sum(g * c / np.sqrt(ve))
        dh = g * cache["gamma"][j]
        dv = np.sum(dh * c) * -0.5 * ve**-1.5
        dm = -np.sum(dh) / np.sqrt(ve)
        dx[:, j] = dh / np.sqrt(ve) + dv * 2 * c / N + dm / N
    return dx, dgamma, dbeta
