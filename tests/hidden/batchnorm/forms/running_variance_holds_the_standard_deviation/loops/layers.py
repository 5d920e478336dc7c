# Loops over features; the root of the variance goes into the running array.


def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param["mode"] not in ("train", "test"):
        raise ValueError("mode")
    eps, mom = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    N, D = x.shape
    oldm = bn_param.get("running_mean", np.zeros(D))
    oldv = bn_param.get("running_var", np.zeros(D))
    out = np.zeros((N, D))
    newm, newv, cache = [], [], []
    for j in range(D):
        if bn_param["mode"] == "test":
            for i in range(N):
                out[i, j] = (x[i, j] - oldm[j]) / np.sqrt(oldv[j] + eps) * gamma[j] + beta[j]
            continue
        m = 0.0
        for i in range(N):
            m += x[i, j]
        m /= N
        v = 0.0
        for i in range(N):
            v += (x[i, j] - m) ** 2
        v /= N
        newm.append(mom * oldm[j] + (1 - mom) * m)
        newv.append(mom * oldv[j] + (1 - mom) * np.sqrt(v))
        for i in range(N):
            out[i, j] = (x[i, j] - m) / np.sqrt(v + eps) * gamma[j] + beta[j]
        cache.append((x[:, j] - m, v + eps, gamma[j]))
    if bn_param["mode"] == "test":
        return out, None
    bn_param["running_mean"], bn_param["running_var"] = np.array(newm), np.array(newv)
    return out, cache


def batchnorm_backward(dout, cache):
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for j in range(D):
        c, ve, g = cache[j]
        for i in range(N):
            dbeta[j] += dout[i, j]
            dgamma[j] += dout[i, j] * c[i] / np.sqrt(ve)
        for i in range(N):
            dx[i, j] = g / np.sqrt(ve) * (
                dout[i, j] - dbeta[j] / N - c[i] / np.sqrt(ve) * dgamma[j] / N)
    return dx, dgamma, dbeta
