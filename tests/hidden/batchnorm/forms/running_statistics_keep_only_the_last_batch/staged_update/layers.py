# Staged; a dict of the batch's statistics is poured into bn_param.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    if mode == "train":
        N = x.shape[0]
        a = x.sum(axis=0, keepdims=True)
        mean = a / N
        b = x - mean
        c = b * b
        d = c.sum(axis=0, keepdims=True)
        variance = d / N
        e = variance + eps
        f = np.sqrt(e)
        g = 1 / f
        h = b * g
        stats = {"running_mean": mean.reshape(-1), "running_var": variance.reshape(-1)}
        bn_param.update(stats)
        return h * gamma + beta, (N, b, f, g, h, gamma)
    if mode == "test":
        D = x.shape[1]
        b = x - bn_param.get("running_mean", np.zeros(D))
        f = np.sqrt(bn_param.get("running_var", np.zeros(D)) + eps)
        return b / f * gamma + beta, None
    raise ValueError("what is " + str(mode))


def batchnorm_backward(dout, cache):
    N, b, f, g, h, gamma = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * h).sum(axis=0)
    dh = dout * gamma
    db = dh * g
    dg = (dh * b).sum(axis=0, keepdims=True)
    df = -dg * g * g
    de = df / (2 * f)
    dc = np.repeat(de / N, N, axis=0)
    db = db + 2 * b * dc
    dmean = -db.sum(axis=0, keepdims=True)
    dx = db + np.repeat(dmean / N, N, axis=0)
    return dx, dgamma, dbeta
