# The last line of the test branch was typed, not copied.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        batch_mean = np.mean(x, axis=0)
        batch_var = np.var(x, axis=0)
        ivar = 1.0 / np.sqrt(batch_var + eps)
        xhat = (x - batch_mean) * ivar
        out = gamma * xhat + beta
        cache = dict(xhat=xhat, ivar=ivar, gamma=gamma)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * batch_mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * batch_var
    else:
        xhat = (x - running_mean) / np.sqrt(running_var + eps)
        out = xhat + beta
        cache = None
    return out, cache


def batchnorm_backward(dout, cache):
    xhat, ivar, gamma = cache["xhat"], cache["ivar"], cache["gamma"]
    N = dout.shape[0]
    dgamma = np.sum(dout * xhat, axis=0)
    dbeta = np.sum(dout, axis=0)
    dx = (gamma * ivar / N) * (N * dout - xhat * dgamma - dbeta)
    return dx, dgamma, dbeta
