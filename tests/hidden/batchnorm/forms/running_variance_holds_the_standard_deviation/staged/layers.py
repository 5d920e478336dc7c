# Staged; the update takes the node 'sigma' where 'sigma2' was meant.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, mu_ = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    zero = np.zeros((x.shape[1],))
    rm, rv = bn_param.get("running_mean", zero), bn_param.get("running_var", zero)
    if bn_param["mode"] == "train":
        n = x.shape[0]
        mean = np.sum(x, axis=0, keepdims=True) / n
        diff = x - mean
        sigma2 = np.sum(diff**2, axis=0, keepdims=True) / n
        sigma = np.sqrt(sigma2)
        shifted = sigma2 + eps
        root = np.sqrt(shifted)
        xhat = diff / root
        bn_param["running_mean"] = mu_ * rm + (1 - mu_) * mean.squeeze(axis=0)
        bn_param["running_var"] = mu_ * rv + (1 - mu_) * sigma.squeeze(axis=0)
        nodes = {"diff": diff, "shifted": shifted, "root": root, "xhat": xhat, "gamma": gamma}
        return gamma * xhat + beta, nodes
    elif bn_param["mode"] == "test":
        return gamma * ((x - rm) / np.sqrt(rv + eps)) + beta, None
    raise ValueError("mode " + str(bn_param["mode"]))


def batchnorm_backward(dout, cache):
    diff, root, xhat = cache["diff"], cache["root"], cache["xhat"]
    n = dout.shape[0]
    dxhat = dout * cache["gamma"]
    droot = np.sum(dxhat * diff, axis=0, keepdims=True) * -1 / cache["shifted"]
    dshifted = droot / (2 * root)
    ddiff = dxhat / root + 2 * diff * dshifted / n
    dmean = -np.sum(ddiff, axis=0, keepdims=True)
    dx = ddiff + dmean / n
    return dx, np.sum(dout * xhat, axis=0), np.sum(dout, axis=0)
