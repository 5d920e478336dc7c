# Normalises before it looks at the mode; the mode only decides about the update. Uses matmul for sums.


def batchnorm_forward(x, gamma, beta, bn_param):
    n, d = x.shape
    ones = np.ones(n)
    mu = ones @ x / n
    centred = x - mu
    s2 = ones @ centred**2 / n
    inv = 1 / np.sqrt(s2 + bn_param.get("eps", 1e-5))
    hat = centred * inv
    out = hat * gamma + beta
    if bn_param["mode"] == "test":
        return out, None
    if bn_param["mode"] != "train":
        raise ValueError("mode must be one of train, test")
    a = bn_param.get("momentum", 0.9)
    bn_param["running_mean"] = a * bn_param.get("running_mean", np.zeros(d)) + (1 - a) * mu
    bn_param["running_var"] = a * bn_param.get("running_var", np.zeros(d)) + (1 - a) * s2
    return out, {"hat": hat, "gi": gamma * inv}


def batchnorm_backward(dout, cache):
    n = len(dout)
    ones = np.ones(n)
    dbeta = ones @ dout
    dgamma = ones @ (dout * cache["hat"])
    dx = cache["gi"] * (dout - dbeta / n - cache["hat"] * dgamma / n)
    return dx, dgamma, dbeta
