# Everything that sums over the batch is an einsum; cache = (normalised x, 1 / std).
def batchnorm_forward(x, gamma, beta, bn_param):
    n = x.shape[0]
    eps, mom = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    rm = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    rv = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if bn_param["mode"] == "train":
        m = np.einsum("nd->d", x) / n
        c = x - m
        v = np.einsum("nd,nd->d", c, c) / n
        inv = 1.0 / np.sqrt(v + eps)
        z = np.einsum("nd,d->nd", c, inv)
        bn_param["running_mean"] = mom * rm + (1 - mom) * m
        bn_param["running_var"] = mom * rv + (1 - mom) * v
        return np.einsum("nd,d->nd", z, gamma) + beta, (z, inv)
    if bn_param["mode"] == "test":
        z = (x - rm) / np.sqrt(rv + eps)
        return np.einsum("nd,d->nd", z, gamma) + beta, None
    raise ValueError("mode must be train or test")


def batchnorm_backward(dout, cache):
    z, inv = cache
    n = len(dout)
    db = np.einsum("nd->d", dout)
    dg = np.einsum("nd,nd->d", dout, z)
    inner = dout - (db + np.einsum("nd,d->nd", z, dg)) / n
    return np.einsum("nd,d->nd", inner, inv), dg, db
