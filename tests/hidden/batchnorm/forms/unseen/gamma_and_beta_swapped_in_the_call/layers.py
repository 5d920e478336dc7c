def _moments(x):
    m = x.sum(axis=0) / x.shape[0]
    v = ((x - m) ** 2).sum(axis=0) / x.shape[0]
    return m, v


def _scale_and_shift(x, m, v, gamma, beta, eps):
    return gamma * (x - m) / np.sqrt(v + eps) + beta


def _blend(old, new, momentum):
    return momentum * old + (1 - momentum) * new


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        m, v = _moments(x)
        bn_param["running_mean"] = _blend(running_mean, m, momentum)
        bn_param["running_var"] = _blend(running_var, v, momentum)
        out = _scale_and_shift(x, m, v, gamma, beta, eps)
        cache = (x, m, v, gamma, eps)
    else:
        out = _scale_and_shift(x, running_mean, running_var, gamma, beta, eps)
        cache = None
    return out, cache


def batchnorm_backward(dout, cache):
    x, m, v, gamma, eps = cache
    N = x.shape[0]
    x_hat = (x - m) / np.sqrt(v + eps)
    dx_hat = dout * gamma
    dvar = np.sum(dx_hat * (x - m) * -0.5 * (v + eps) ** -1.5, axis=0)
    dmean = np.sum(dx_hat * -1 / np.sqrt(v + eps), axis=0)
    dmean = dmean + dvar * np.sum(-2 * (x - m), axis=0) / N
    dx = dx_hat / np.sqrt(v + eps) + dvar * 2 * (x - m) / N + dmean / N
    dgamma = np.sum(dout * x_hat, axis=0)
    dbeta = np.sum(dout, axis=0)
    return dx, dgamma, dbeta
