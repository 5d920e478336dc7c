# einsum for the contractions, a namespace as cache.
from types import SimpleNamespace


def batchnorm_forward(x, gamma, beta, bn_param):
    p = bn_param
    eps, mom = p.get("eps", 1e-5), p.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    if p["mode"] == "train":
        weights = np.full(len(x), 1 / len(x), dtype=x.dtype)
        mu = np.einsum("i,ij->j", weights, x)
        var = np.einsum("i,ij,ij->j", weights, x - mu, x - mu)
        p["running_mean"] = mom * p.get("running_mean", zeros) + (1 - mom) * mu
        p["running_var"] = mom * p.get("running_var", zeros) + (1 - mom) * var
    elif p["mode"] == "test":
        mu, var = p.get("running_mean", zeros), p.get("running_var", zeros)
    else:
        raise ValueError("mode = {}".format(p["mode"]))
    sd = np.sqrt(var + eps)
    xn = (x - mu) / sd
    y = np.einsum("ij,j->ij", xn, gamma) + beta
    if p["mode"] == "test":
        return y, None
    return y, SimpleNamespace(xn=xn, sd=sd, gamma=gamma, w=weights)


def batchnorm_backward(dout, cache):
    c = cache
    dgamma = np.einsum("ij,ij->j", dout, c.xn)
    dbeta = np.einsum("ij->j", dout)
    g = np.einsum("ij,j->ij", dout, c.gamma / c.sd)
    through_mean = np.einsum("i,ij->j", c.w, g)
    through_var = np.einsum("i,ij,ij->j", c.w, g, c.xn)
    # x enters the square twice
    dx = g - through_mean - c.xn * (through_var + through_var)
    return dx, dgamma, dbeta
