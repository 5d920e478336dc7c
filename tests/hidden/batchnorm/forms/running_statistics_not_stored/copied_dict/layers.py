# Starts with a copy of bn_param and stores the statistics in the copy.


def batchnorm_forward(x, gamma, beta, bn_param):
    bn_param = dict(bn_param)
    bn_param.setdefault("eps", 1e-5)
    bn_param.setdefault("momentum", 0.9)
    bn_param.setdefault("running_mean", np.zeros(x.shape[1]))
    bn_param.setdefault("running_var", np.zeros(x.shape[1]))
    eps, mom = bn_param["eps"], bn_param["momentum"]
    if bn_param["mode"] == "train":
        n = x.shape[0]
        mu = np.einsum("ij->j", x) / n
        xc = x - mu
        var = np.einsum("ij,ij->j", xc, xc) / n
        inv = 1 / np.sqrt(var + eps)
        bn_param["running_mean"] = mom * bn_param["running_mean"] + (1 - mom) * mu
        bn_param["running_var"] = mom * bn_param["running_var"] + (1 - mom) * var
        return gamma * (xc * inv) + beta, {"xc": xc, "inv": inv, "gamma": gamma}
    if bn_param["mode"] == "test":
        inv = 1 / np.sqrt(bn_param["running_var"] + eps)
        return gamma * ((x - bn_param["running_mean"]) * inv) + beta, None
    raise ValueError("mode " + str(bn_param["mode"]))


def batchnorm_backward(dout, cache):
    xc, inv, gamma = cache["xc"], cache["inv"], cache["gamma"]
    n = len(xc)
    dh = dout * gamma
    dvar = -0.5 * inv**3 * np.einsum("ij,ij->j", dh, xc)
    dxc = dh * inv + 2 / n * dvar * xc
    dx = dxc - np.einsum("ij->j", dxc) / n
    return dx, np.einsum("ij,ij->j", dout, xc * inv), np.einsum("ij->j", dout)
