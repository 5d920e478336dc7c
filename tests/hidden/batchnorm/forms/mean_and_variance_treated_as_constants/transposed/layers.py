# Works on the transposed arrays, one feature per row, since that is easier to picture.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    F = x.T
    g, b = gamma.reshape(-1, 1), beta.reshape(-1, 1)
    if mode == "train":
        mean = F.mean(axis=1)
        var = F.var(axis=1)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    elif mode == "test":
        mean, var = running_mean, running_var
    else:
        raise ValueError(f"unknown mode {mode!r}")

    inverse = 1 / np.sqrt(var + eps).reshape(-1, 1)
    F_hat = (F - mean.reshape(-1, 1)) * inverse
    out = (g * F_hat + b).T
    return out, (F_hat, inverse, g) if mode == "train" else None


def batchnorm_backward(dout, cache):
    F_hat, inverse, g = cache
    dF_out = dout.T
    dbeta = dF_out.sum(axis=1)
    dgamma = (dF_out * F_hat).sum(axis=1)
    dF_hat = dF_out * g
    dF = dF_hat * inverse
    return dF.T, dgamma, dbeta
