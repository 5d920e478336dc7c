# One column at a time, with an object as cache; 'v' gets the square root at once.


class _Saved:
    pass


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    mo = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    rm = np.array(bn_param.get("running_mean", np.zeros(D)), dtype=float)
    rv = np.array(bn_param.get("running_var", np.zeros(D)), dtype=float)
    out = np.empty(x.shape, x.dtype)
    if bn_param["mode"] == "test":
        for j in range(D):
            out[:, j] = gamma[j] * ((x[:, j] - rm[j]) / np.sqrt(rv[j] + eps)) + beta[j]
        return out, None
    if bn_param["mode"] != "train":
        raise ValueError("Only train and test are possible")
    s = _Saved()
    s.xhat, s.root, s.gamma = np.empty(x.shape), np.empty(D), gamma
    for j in range(D):
        col = x[:, j]
        m = col.sum() / len(col)
        v = (((col - m) ** 2).sum() / len(col)) ** 0.5
        s.root[j] = np.sqrt(v + eps)
        s.xhat[:, j] = (col - m) / s.root[j]
        out[:, j] = gamma[j] * s.xhat[:, j] + beta[j]
        rm[j] = mo * rm[j] + (1 - mo) * m
        rv[j] = mo * rv[j] + (1 - mo) * v
    bn_param["running_mean"], bn_param["running_var"] = rm, rv
    return out, s


def batchnorm_backward(dout, cache):
    dx = np.empty(dout.shape)
    dgamma, dbeta = np.empty(dout.shape[1]), np.empty(dout.shape[1])
    for j in range(dout.shape[1]):
        g, h = dout[:, j], cache.xhat[:, j]
        dbeta[j] = g.sum()
        dgamma[j] = g.dot(h)
        dx[:, j] = cache.gamma[j] / cache.root[j] * (g - g.mean() - h * (g * h).mean())
    return dx, dgamma, dbeta
