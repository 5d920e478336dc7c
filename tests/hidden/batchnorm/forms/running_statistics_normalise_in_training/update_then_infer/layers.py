# Training is written as: update the statistics, then do what inference does.


def _update(x, bn_param):
    w = bn_param.get("momentum", 0.9)
    n = x.shape[0]
    mu = np.einsum("nd->d", x) / n
    xm = x - mu
    for name, stat in {"running_mean": mu, "running_var": np.einsum("nd,nd->d", xm, xm) / n}.items():
        bn_param[name] = w * bn_param.get(name, np.zeros_like(mu)) + (1 - w) * stat


def _infer(x, bn_param):
    mu = bn_param.get("running_mean", np.zeros(x.shape[1]))
    var = bn_param.get("running_var", np.zeros(x.shape[1]))
    inv_std = 1 / np.sqrt(var + bn_param.get("eps", 1e-5))
    return (x - mu) * inv_std, inv_std


def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param["mode"] == "train":
        _update(x, bn_param)
        z, inv_std = _infer(x, bn_param)
        return z * gamma + beta, [z, inv_std, gamma]
    elif bn_param["mode"] == "test":
        z, _ = _infer(x, bn_param)
        return z * gamma + beta, None
    raise ValueError(bn_param["mode"])


def batchnorm_backward(dout, cache):
    z, inv_std, gamma = cache
    dgamma = np.einsum("nd,nd->d", dout, z)
    dbeta = np.einsum("nd->d", dout)
    dx = gamma * inv_std * (dout - (dbeta + z * dgamma) / len(z))
    return dx, dgamma, dbeta
