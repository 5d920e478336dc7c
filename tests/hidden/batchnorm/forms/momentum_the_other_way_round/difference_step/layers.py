# The running value takes a step of size momentum towards the batch: r + momentum * (batch - r).


def _step(old, new, momentum):
    return old + momentum * (new - old)


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    old_m = bn_param.get("running_mean", np.zeros(x.shape[1]))
    old_v = bn_param.get("running_var", np.zeros(x.shape[1]))
    if bn_param["mode"] == "train":
        m = x.mean(axis=0, keepdims=True)
        c = x - m
        v = (c**2).mean(axis=0, keepdims=True)
        istd = (v + eps) ** -0.5
        h = c * istd
        rate = bn_param.get("momentum", 0.9)
        bn_param["running_mean"] = _step(old_m, m[0], rate)
        bn_param["running_var"] = _step(old_v, v[0], rate)
        cache = {"h": h, "scale": gamma * istd}
    elif bn_param["mode"] == "test":
        h = (x - old_m) * (old_v + eps) ** -0.5
        cache = None
    else:
        raise ValueError("bn_param['mode'] must be 'train' or 'test'")
    return h * gamma + beta, cache


def batchnorm_backward(dout, cache):
    h = cache["h"]
    dgamma = (dout * h).sum(axis=0)
    dbeta = dout.sum(axis=0)
    n = dout.shape[0]
    return cache["scale"] * (dout - dbeta / n - h * dgamma / n), dgamma, dbeta
