# Per feature, in plain Python; the old statistics keep their full weight.


def batchnorm_forward(x, gamma, beta, bn_param):
    n, features = x.shape
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    rm = bn_param.get("running_mean", np.zeros(features, dtype=x.dtype))
    rv = bn_param.get("running_var", np.zeros(features, dtype=x.dtype))
    y = np.zeros_like(x)
    if mode == "train":
        new_rm, new_rv = np.zeros_like(rm), np.zeros_like(rv)
        xh, root = np.zeros_like(x), np.zeros_like(rm)
        for f in range(features):
            total = 0
            for i in range(n):
                total += x[i, f]
            m = total / n
            squares = 0
            for i in range(n):
                squares += (x[i, f] - m) ** 2
            v = squares / n
            root[f] = np.sqrt(v + eps)
            for i in range(n):
                xh[i, f] = (x[i, f] - m) / root[f]
                y[i, f] = gamma[f] * xh[i, f] + beta[f]
            new_rm[f] = rm[f] + (1 - momentum) * m
            new_rv[f] = rv[f] + (1 - momentum) * v
        bn_param["running_mean"], bn_param["running_var"] = new_rm, new_rv
        return y, (xh, root, gamma)
    elif mode == "test":
        for f in range(features):
            for i in range(n):
                y[i, f] = gamma[f] * (x[i, f] - rm[f]) / np.sqrt(rv[f] + eps) + beta[f]
        return y, None
    raise ValueError("mode")


def batchnorm_backward(dout, cache):
    xh, root, gamma = cache
    n, features = dout.shape
    dx, dgamma, dbeta = np.zeros_like(dout), np.zeros_like(gamma), np.zeros_like(gamma)
    for f in range(features):
        for i in range(n):
            dbeta[f] += dout[i, f]
            dgamma[f] += dout[i, f] * xh[i, f]
        for i in range(n):
            # every output k depends on this x through the mean and the variance
            for k in range(n):
                slope = (i == k) - 1 / n - xh[i, f] * xh[k, f] / n
                dx[i, f] += dout[k, f] * gamma[f] * slope / root[f]
    return dx, dgamma, dbeta
