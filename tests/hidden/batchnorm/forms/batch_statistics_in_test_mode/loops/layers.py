# Loops over features, with the batch's mean and variance in both modes.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f"unknown mode {mode}")
    eps = bn_param.get("eps", 1e-5)
    mom = bn_param.get("momentum", 0.9)
    N, D = x.shape
    rm = np.array(bn_param.get("running_mean", np.zeros(D)), dtype=float)
    rv = np.array(bn_param.get("running_var", np.zeros(D)), dtype=float)
    y = np.zeros((N, D))
    kept = []
    for j in range(D):
        mean = sum(x[:, j]) / N
        dist = x[:, j] - mean
        var = sum(dist * dist) / N
        y[:, j] = gamma[j] * dist / np.sqrt(var + eps) + beta[j]
        rm[j] = mom * rm[j] + (1 - mom) * mean
        rv[j] = mom * rv[j] + (1 - mom) * var
        kept.append((dist, np.sqrt(var + eps)))
    if mode == "train":
        bn_param["running_mean"] = rm
        bn_param["running_var"] = rv
        return y, (kept, gamma)
    return y, None


def batchnorm_backward(dout, cache):
    kept, gamma = cache
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for j in range(D):
        dist, sd = kept[j]
        hat = dist / sd
        for i in range(N):
            dgamma[j] += dout[i, j] * hat[i]
            dbeta[j] += dout[i, j]
        dx[:, j] = gamma[j] / sd * (dout[:, j] - dbeta[j] / N - hat * dgamma[j] / N)
    return dx, dgamma, dbeta
