# The closed form with a plus before the sum of dout.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    rm, rv = bn_param.get("running_mean", zeros), bn_param.get("running_var", zeros)
    if bn_param["mode"] == "train":
        m, v = x.mean(0), x.var(0)
        bn_param.update(running_mean=momentum * rm + (1 - momentum) * m)
        bn_param.update(running_var=momentum * rv + (1 - momentum) * v)
        s = np.sqrt(v + eps)
        return (x - m) / s * gamma + beta, ((x - m) / s, s, gamma)
    if bn_param["mode"] == "test":
        return (x - rm) / np.sqrt(rv + eps) * gamma + beta, None
    raise ValueError(bn_param["mode"])


def batchnorm_backward(dout, cache):
    h, s, gamma = cache
    N = len(dout)
    db = dout.sum(0)
    dg = (dout * h).sum(0)
    return gamma / N / s * (N * dout + db - h * dg), dg, db
