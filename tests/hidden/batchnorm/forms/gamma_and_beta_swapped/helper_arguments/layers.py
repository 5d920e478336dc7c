# A helper scale_shift(h, shift, scale) is called with its arguments in the other order.


def _scale_shift(h, shift, scale):
    return h * scale[np.newaxis, :] + shift[np.newaxis, :]


def _whiten(x, m, v, eps):
    return (x - m[np.newaxis, :]) * (1 / np.sqrt(v + eps))[np.newaxis, :]


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, mom = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    rm = bn_param.get("running_mean", np.zeros(x.shape[1]))
    rv = bn_param.get("running_var", np.zeros(x.shape[1]))
    if bn_param["mode"] == "train":
        m, v = np.mean(x, axis=0), np.var(x, axis=0)
        h = _whiten(x, m, v, eps)
        bn_param["running_mean"] = mom * rm + (1 - mom) * m
        bn_param["running_var"] = mom * rv + (1 - mom) * v
        return _scale_shift(h, gamma, beta), {"x": x, "m": m, "v": v, "eps": eps, "gamma": gamma}
    if bn_param["mode"] == "test":
        return _scale_shift(_whiten(x, rm, rv, eps), gamma, beta), None
    raise ValueError("not implemented for mode " + str(bn_param["mode"]))


def batchnorm_backward(dout, cache):
    x, m, v, eps = cache["x"], cache["m"], cache["v"], cache["eps"]
    n = x.shape[0]
    h = _whiten(x, m, v, eps)
    dh = dout * cache["gamma"]
    dv = np.sum(dh * (x - m), axis=0) * -0.5 * (v + eps) ** -1.5
    dm = -np.sum(dh, axis=0) / np.sqrt(v + eps)
    dx = dh / np.sqrt(v + eps) + dv * 2 * (x - m) / n + dm / n
    return dx, np.sum(dout * h, axis=0), np.sum(dout, axis=0)
