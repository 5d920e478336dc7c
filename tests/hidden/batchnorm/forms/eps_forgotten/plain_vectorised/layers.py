# Short and vectorised; there is no eps anywhere.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    cache = None
    if mode == "train":
        mean, var = x.mean(0), x.var(0)
        x_hat = (x - mean) / np.sqrt(var)
        bn_param["running_mean"] = running_mean * momentum + mean * (1 - momentum)
        bn_param["running_var"] = running_var * momentum + var * (1 - momentum)
        cache = x_hat, var, gamma
    elif mode == "test":
        x_hat = (x - running_mean) / np.sqrt(running_var)
    else:
        raise ValueError("mode has to be train or test, not %s" % mode)
    return x_hat * gamma + beta, cache


def batchnorm_backward(dout, cache):
    x_hat, var, gamma = cache
    dgamma = (dout * x_hat).sum(0)
    dbeta = dout.sum(0)
    dx = gamma / np.sqrt(var) * (dout - dout.mean(0) - x_hat * (dout * x_hat).mean(0))
    return dx, dgamma, dbeta
