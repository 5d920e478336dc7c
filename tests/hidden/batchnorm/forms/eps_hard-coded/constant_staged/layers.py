# A module constant EPS, staged.


EPS = 1e-5


class _Nodes(dict):
    __getattr__ = dict.__getitem__


def batchnorm_forward(x, gamma, beta, bn_param):
    zeros = np.zeros(x.shape[1])
    if bn_param["mode"] == "train":
        n = x.shape[0]
        mu = x.sum(axis=0) / n
        diff = x - mu
        sqdiff = diff**2
        var = sqdiff.sum(axis=0) / n
        root = np.sqrt(var + EPS)
        inv = 1.0 / root
        hat = diff * inv
        scaled = gamma * hat
        mom = bn_param.get("momentum", 0.9)
        bn_param["running_mean"] = mom * bn_param.get("running_mean", zeros) + (1 - mom) * mu
        bn_param["running_var"] = mom * bn_param.get("running_var", zeros) + (1 - mom) * var
        return scaled + beta, _Nodes(diff=diff, root=root, inv=inv, hat=hat, gamma=gamma)
    if bn_param["mode"] == "test":
        diff = x - bn_param.get("running_mean", zeros)
        root = np.sqrt(bn_param.get("running_var", zeros) + EPS)
        return gamma * (diff / root) + beta, None
    raise ValueError("mode {!r}".format(bn_param["mode"]))


def batchnorm_backward(dout, cache):
    n = dout.shape[0]
    dscaled = dout
    dbeta = dout.sum(axis=0)
    dgamma = (dscaled * cache.hat).sum(axis=0)
    dhat = dscaled * cache.gamma
    dinv = (dhat * cache.diff).sum(axis=0)
    droot = -dinv / cache.root**2
    dvar = 0.5 * droot / cache.root
    dsqdiff = np.ones_like(dout) * dvar / n
    ddiff = dhat * cache.inv + 2 * cache.diff * dsqdiff
    dmu = -ddiff.sum(axis=0)
    dx = ddiff + dmu / n
    return dx, dgamma, dbeta
