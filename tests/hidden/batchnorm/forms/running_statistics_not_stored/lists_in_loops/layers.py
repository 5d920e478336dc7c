# Loops; the new statistics go into Python lists that nobody keeps.


def batchnorm_forward(x, gamma, beta, bn_param):
    N, D = x.shape
    eps = bn_param.get("eps", 1e-5)
    m = bn_param.get("momentum", 0.9)
    run_mean = [v for v in bn_param.get("running_mean", np.zeros(D))]
    run_var = [v for v in bn_param.get("running_var", np.zeros(D))]
    out = np.empty((N, D))
    if bn_param["mode"] == "train":
        stored = []
        for j in range(D):
            mu = 0.0
            for i in range(N):
                mu += x[i, j] / N
            var = 0.0
            for i in range(N):
                var += (x[i, j] - mu) ** 2 / N
            run_mean[j] = m * run_mean[j] + (1 - m) * mu
            run_var[j] = m * run_var[j] + (1 - m) * var
            sd = np.sqrt(var + eps)
            hats = [(x[i, j] - mu) / sd for i in range(N)]
            for i in range(N):
                out[i, j] = gamma[j] * hats[i] + beta[j]
            stored.append({"hats": hats, "sd": sd, "gamma": gamma[j]})
        return out, stored
    elif bn_param["mode"] == "test":
        for j in range(D):
            for i in range(N):
                out[i, j] = gamma[j] * (x[i, j] - run_mean[j]) / np.sqrt(run_var[j] + eps) + beta[j]
        return out, None
    else:
        raise ValueError("mode not known")


def batchnorm_backward(dout, cache):
    N, D = dout.shape
    dx, dgamma, dbeta = np.empty((N, D)), np.empty(D), np.empty(D)
    for j in range(D):
        hats, sd, g = cache[j]["hats"], cache[j]["sd"], cache[j]["gamma"]
        dbeta[j] = sum(dout[i, j] for i in range(N))
        dgamma[j] = sum(dout[i, j] * hats[i] for i in range(N))
        for i in range(N):
            dx[i, j] = g / sd * (dout[i, j] - (dbeta[j] + hats[i] * dgamma[j]) / N)
    return dx, dgamma, dbeta
