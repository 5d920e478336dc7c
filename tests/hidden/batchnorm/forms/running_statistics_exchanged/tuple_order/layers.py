# A helper returns variance and mean, and one of its two callers takes them the other way round.


def _moments(a):
    centre = a.mean(axis=0)
    return np.square(a - centre).mean(axis=0), centre


def _update(bn_param, x, momentum):
    mean, var = _moments(x)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    for key, value in (("running_mean", mean), ("running_var", var)):
        bn_param[key] = momentum * bn_param.get(key, zeros) + (1 - momentum) * value


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    if bn_param["mode"] == "train":
        var, mean = _moments(x)
        _update(bn_param, x, bn_param.get("momentum", 0.9))
        norm = (x - mean) / np.sqrt(var + eps)
        return norm * gamma + beta, {"norm": norm, "scale": gamma / np.sqrt(var + eps)}
    if bn_param["mode"] == "test":
        zeros = np.zeros(x.shape[1], dtype=x.dtype)
        mean, var = bn_param.get("running_mean", zeros), bn_param.get("running_var", zeros)
        return (x - mean) / np.sqrt(var + eps) * gamma + beta, None
    raise ValueError("train or test, please")


def batchnorm_backward(dout, cache):
    norm, scale = cache["norm"], cache["scale"]
    dx = dout - dout.mean(axis=0) - norm * (dout * norm).mean(axis=0)
    return scale * dx, (dout * norm).sum(axis=0), dout.sum(axis=0)
