# Staged names as in the notebook; in test mode it ends with the scaling.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps, momentum = bn_param["mode"], bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    N, D = x.shape
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    if mode == "train":
        m = np.sum(x, axis=0) / N
        c = x - m
        v = np.sum(c**2, axis=0) / N
        s = np.sqrt(v + eps)
        n = c / s
        scaled = gamma * n
        out = scaled + beta
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * m
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * v
        return out, (c, s, n, gamma)
    if mode == "test":
        c = x - running_mean
        s = np.sqrt(running_var + eps)
        n = c / s
        scaled = gamma * n
        return scaled, None
    raise ValueError("mode must be 'train' or 'test'")


def batchnorm_backward(dout, cache):
    c, s, n, gamma = cache
    N = len(c)
    dn = dout * gamma
    ds = -np.sum(dn * c, axis=0) / s**2
    dv = ds / (2 * s)
    dc = dn / s + 2 * c * dv / N
    dm = -np.sum(dc, axis=0)
    dx = dc + dm / N
    return dx, np.sum(dout * n, axis=0), np.sum(dout, axis=0)
