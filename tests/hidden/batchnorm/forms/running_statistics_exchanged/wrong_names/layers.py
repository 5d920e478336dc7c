# mean and var stand in each other's line of the update.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    N, D = x.shape
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))

    if mode == "train":
        mean = x.sum(axis=0) / N
        xc = x - mean
        var = (xc**2).sum(axis=0) / N
        xhat = xc / np.sqrt(var + eps)
        out = xhat * gamma + beta
        running_mean = momentum * running_mean + (1 - momentum) * var
        running_var = momentum * running_var + (1 - momentum) * mean
        bn_param["running_mean"] = running_mean
        bn_param["running_var"] = running_var
        return out, (gamma, xc, xhat, var + eps)
    elif mode == "test":
        out = gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
        return out, None
    else:
        raise ValueError("mode " + str(mode) + " unknown")


def batchnorm_backward(dout, cache):
    gamma, xc, xhat, v = cache
    N = dout.shape[0]
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = gamma * dout
    dv = np.sum(-0.5 * dxhat * xc * v**-1.5, axis=0)
    dxc = dxhat * v**-0.5 + 2 / N * xc * dv
    dx = dxc - np.mean(dxc, axis=0)
    return dx, dgamma, dbeta
