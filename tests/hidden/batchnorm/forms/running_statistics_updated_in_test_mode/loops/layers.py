# Loops; every column's running numbers are moved whatever the mode.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError("mode")
    eps, mo = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    N, D = x.shape
    rm = bn_param.get("running_mean", np.zeros(D))
    rv = bn_param.get("running_var", np.zeros(D))
    nrm, nrv = np.zeros(D), np.zeros(D)
    out, hat, sd = np.zeros((N, D)), np.zeros((N, D)), np.zeros(D)
    for j in range(D):
        mu = 0.0
        for i in range(N):
            mu = mu + x[i, j]
        mu = mu / N
        va = 0.0
        for i in range(N):
            va = va + (x[i, j] - mu) ** 2
        va = va / N
        nrm[j] = mo * rm[j] + (1 - mo) * mu
        nrv[j] = mo * rv[j] + (1 - mo) * va
        if mode == "test":
            mu, va = rm[j], rv[j]
        sd[j] = np.sqrt(va + eps)
        for i in range(N):
            hat[i, j] = (x[i, j] - mu) / sd[j]
            out[i, j] = hat[i, j] * gamma[j] + beta[j]
    bn_param["running_mean"] = nrm
    bn_param["running_var"] = nrv
    return out, None if mode == "test" else [hat, sd, gamma]


def batchnorm_backward(dout, cache):
    hat, sd, gamma = cache
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for j in range(D):
        for i in range(N):
            dgamma[j] += hat[i, j] * dout[i, j]
            dbeta[j] += dout[i, j]
    for i in range(N):
        for j in range(D):
            dx[i, j] = dout[i, j] - (dbeta[j] + hat[i, j] * dgamma[j]) / N
            dx[i, j] = dx[i, j] * gamma[j] / sd[j]
    return dx, dgamma, dbeta
