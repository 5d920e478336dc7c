# The cache holds bn_param itself and the backward pass reads eps from there.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    N, D = x.shape
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    if bn_param.get("running_mean") is None:
        bn_param["running_mean"] = np.zeros(D, dtype=x.dtype)
        bn_param["running_var"] = np.zeros(D, dtype=x.dtype)

    if mode == "train":
        mu = x.sum(axis=0) / N
        var = ((x - mu) ** 2).sum(axis=0) / N
        bn_param["running_mean"] = bn_param["running_mean"] * momentum + mu * (1 - momentum)
        bn_param["running_var"] = bn_param["running_var"] * momentum + var * (1 - momentum)
    elif mode == "test":
        mu = bn_param["running_mean"]
        var = bn_param["running_var"]
    else:
        raise ValueError("mode %s" % mode)
    out = (x - mu) / np.sqrt(var + eps) * gamma + beta
    cache = {"x": x, "mu": mu, "var": var, "gamma": gamma, "bn_param": bn_param}
    return out, cache


def batchnorm_backward(dout, cache):
    x, mu, var, gamma = cache["x"], cache["mu"], cache["var"], cache["gamma"]
    eps = cache["bn_param"].get("eps", 1e-5)
    N = x.shape[0]
    ve = var + eps

    dbeta = dout.sum(axis=0)
    dgamma = (dout * (x - mu)).sum(axis=0) / np.sqrt(ve)

    dxhat = gamma * dout
    dvar = -0.5 * (dxhat * (x - mu)).sum(axis=0) / (ve * np.sqrt(ve))
    dmu = -dxhat.sum(axis=0) / np.sqrt(ve)
    # (dvar's way to x through mu is a sum of x - mu, which is zero)
    dx = dxhat / np.sqrt(ve) + 2 * dvar * (x - mu) / N + dmu / N
    return dx, dgamma, dbeta
