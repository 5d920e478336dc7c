# Graph in which mu has two branches, one to the numerator and one to the variance.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        mu = x.mean(axis=0)
        num = x - mu
        var = (num**2).mean(axis=0)
        den = np.sqrt(var + eps)
        q = num / den
        out = q * gamma + beta
        bn_param["running_mean"] = running_mean + (1 - momentum) * (mu - running_mean)
        bn_param["running_var"] = running_var + (1 - momentum) * (var - running_var)
        cache = [num, den, q, gamma]
    elif mode == "test":
        q = (x - running_mean) / np.sqrt(running_var + eps)
        out = q * gamma + beta
        cache = None
    else:
        raise ValueError(f"mode {mode}")
    return out, cache


def batchnorm_backward(dout, cache):
    num, den, q, gamma = cache
    N = num.shape[0]
    dgamma, dbeta = np.sum(q * dout, axis=0), np.sum(dout, axis=0)
    dq = gamma * dout
    dnum = dq / den
    dden = -np.sum(dq * num, axis=0) / den**2
    dvar = dden / (2 * den)
    dvar_dx = 2 * num / N
    # the two branches of mu
    dmu_num = -np.sum(dnum, axis=0)
    dmu_var = -np.sum(dnum + dvar * dvar_dx, axis=0)
    dx = dnum + dvar * dvar_dx + dmu_num / N + dmu_var / N
    return dx, dgamma, dbeta
