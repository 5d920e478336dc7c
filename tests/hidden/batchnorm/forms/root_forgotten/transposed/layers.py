# Works on x.T, features as rows; divides by variance plus eps.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    keep = bn_param.get("momentum", 0.9)
    feats = x.T
    D = len(feats)
    if mode == "train":
        m = feats.mean(axis=1)
        c = feats - m[:, None]
        v = (c * c).mean(axis=1)
        z = c / (v + eps)[:, None]
        out = (gamma[:, None] * z + beta[:, None]).T
        bn_param["running_mean"] = keep * bn_param.get("running_mean", np.zeros(D)) + (1 - keep) * m
        bn_param["running_var"] = keep * bn_param.get("running_var", np.zeros(D)) + (1 - keep) * v
        return out, (z, gamma, v + eps)
    elif mode == "test":
        m = bn_param.get("running_mean", np.zeros(D))
        v = bn_param.get("running_var", np.zeros(D))
        z = (feats - m[:, None]) / (v + eps)[:, None]
        return (gamma[:, None] * z + beta[:, None]).T, None
    else:
        raise ValueError("bad mode " + str(mode))


def batchnorm_backward(dout, cache):
    z, gamma, scale = cache
    g = dout.T
    n = g.shape[1]
    db = g.sum(axis=1)
    dg = (g * z).sum(axis=1)
    dxt = (gamma / scale)[:, None] * (g - db[:, None] / n - z * dg[:, None] / n)
    return dxt.T, dg, db
