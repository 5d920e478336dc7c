# Computes in float64 and hands back the dtype that came in; variance as E[x^2] - E[x]^2.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    dtype = x.dtype
    x64 = np.asarray(x, dtype=np.float64)
    gamma64, beta64 = gamma.astype("float64"), beta.astype("float64")
    running_mean = np.asarray(bn_param.get("running_mean", np.zeros(x.shape[1])), dtype=np.float64)
    running_var = np.asarray(bn_param.get("running_var", np.zeros(x.shape[1])), dtype=np.float64)

    if mode == "train":
        mean = x64.mean(axis=0)
        var = np.maximum((x64 * x64).mean(axis=0) - mean * mean, 0)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    elif mode == "test":
        mean, var = running_mean, running_var
    else:
        raise ValueError(mode)

    x_hat = (x64 - mean) / np.sqrt(var + eps)
    out = gamma64 * x_hat + beta64
    return out.astype(dtype), (x_hat, gamma64, var, eps, dtype)


def batchnorm_backward(dout, cache):
    x_hat, gamma, var, eps, dtype = cache
    dout = dout.astype(np.float64)
    dgamma = np.sum(dout * x_hat, axis=0)
    dbeta = np.sum(dout, axis=0)
    dx = gamma / np.sqrt(var + eps) * (dout - np.mean(dout, axis=0) - x_hat * np.mean(dout * x_hat, axis=0))
    return dx.astype(dtype), dgamma.astype(dtype), dbeta.astype(dtype)
