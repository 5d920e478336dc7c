# A global variable for the backward pass; forward returns an empty cache.
_last = None


def batchnorm_forward(x, gamma, beta, bn_param):
    global _last
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    a = bn_param.get("momentum", 0.9)
    if mode == "train":
        mu, var = x.mean(axis=0), x.var(axis=0)
        z = (x - mu) / np.sqrt(var + eps)
        bn_param["running_mean"] = a * bn_param.get("running_mean", 0.0) + (1 - a) * mu
        bn_param["running_var"] = a * bn_param.get("running_var", 0.0) + (1 - a) * var
        _last = (z, gamma, np.sqrt(var + eps))
    elif mode == "test":
        z = x - bn_param.get("running_mean", 0.0)
        z = z / np.sqrt(bn_param.get("running_var", 0.0) + eps)
    else:
        raise ValueError("mode should be 'train' or 'test'")
    return z * gamma + beta, None


def batchnorm_backward(dout, cache):
    z, gamma, std = _last
    dgamma, dbeta = np.sum(dout * z, axis=0), np.sum(dout, axis=0)
    dx = dout - (dbeta + z * dgamma) / len(dout)
    return dx * (gamma / std), dgamma, dbeta
