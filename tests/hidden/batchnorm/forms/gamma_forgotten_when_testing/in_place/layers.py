# One buffer that is worked on in place; the step with gamma is skipped when testing.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(mode)
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    out = x.copy()
    cache = None
    if mode == "train":
        mu, var = out.mean(axis=0), out.var(axis=0)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mu
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
        out -= mu
        out /= np.sqrt(var + eps)
        cache = (out.copy(), gamma, np.sqrt(var + eps))
        out *= gamma
        out += beta
    else:
        out -= running_mean
        out /= np.sqrt(running_var + eps)
        out += beta
    return out, cache


def batchnorm_backward(dout, cache):
    xhat, gamma, std = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * xhat).sum(axis=0)
    dx = dout * gamma
    variance_part = (dx * xhat).mean(axis=0) * xhat
    dx -= dx.mean(axis=0)
    dx -= variance_part
    dx /= std
    return dx, dgamma, dbeta
