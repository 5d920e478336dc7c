# Staged as in the notebook, all statistics kept as (1, D); inv_var stands where inv_std belongs.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    cache = None
    if mode == "train":
        sample_mean = np.mean(x, axis=0, keepdims=True)
        x_minus_mean = x - sample_mean
        sample_var = np.mean(np.square(x_minus_mean), axis=0, keepdims=True)
        inv_var = 1 / (sample_var + eps)
        x_norm = x_minus_mean * inv_var
        running_mean = momentum * running_mean + (1 - momentum) * sample_mean.ravel()
        running_var = momentum * running_var + (1 - momentum) * sample_var.ravel()
        bn_param["running_mean"] = running_mean
        bn_param["running_var"] = running_var
        cache = (x_minus_mean, inv_var, x_norm, gamma)
    elif mode == "test":
        x_norm = (x - running_mean) * (1 / (running_var + eps))
    else:
        raise ValueError("Invalid forward batchnorm mode: %s" % (mode,))
    return gamma * x_norm + beta, cache


def batchnorm_backward(dout, cache):
    x_minus_mean, inv_var, x_norm, gamma = cache
    N, _ = dout.shape
    dbeta = dout.sum(axis=0)
    dgamma = (x_norm * dout).sum(axis=0)
    dx_norm = dout * gamma
    dvar = np.sum(dx_norm * x_minus_mean, axis=0, keepdims=True) * -0.5 * inv_var**3
    dmean = -np.sum(dx_norm * inv_var, axis=0, keepdims=True)
    dx = dx_norm * inv_var + dvar * 2 * x_minus_mean / N + dmean / N
    return dx, dgamma, dbeta
