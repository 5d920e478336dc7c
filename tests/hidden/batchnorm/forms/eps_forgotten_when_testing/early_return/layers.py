# Test mode first, as the shorter one, and returned from at once. No eps there.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "test":
        x_norm = (x - running_mean) / np.sqrt(running_var)
        out = gamma * x_norm + beta
        return out, None

    sample_mean = np.mean(x, axis=0)
    sample_var = np.var(x, axis=0)
    x_centred = x - sample_mean
    x_norm = x_centred / np.sqrt(sample_var + eps)
    out = gamma * x_norm + beta
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * sample_mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * sample_var
    return out, (x_centred, x_norm, sample_var, eps, gamma)


def batchnorm_backward(dout, cache):
    # the formulas of the paper, section 3
    x_centred, x_norm, sample_var, eps, gamma = cache
    m = dout.shape[0]
    dx_norm = dout * gamma
    dvar = np.sum(dx_norm * x_centred, axis=0) * -0.5 * (sample_var + eps) ** -1.5
    dmean = np.sum(dx_norm * -1 / np.sqrt(sample_var + eps), axis=0)
    dmean = dmean + dvar * np.sum(-2 * x_centred, axis=0) / m
    dx = dx_norm / np.sqrt(sample_var + eps) + dvar * 2 * x_centred / m + dmean / m
    dgamma = np.sum(dout * x_norm, axis=0)
    dbeta = np.sum(dout, axis=0)
    return dx, dgamma, dbeta
