# Everything in float32, whatever comes in.

F = np.float32


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = F(bn_param.get("eps", 1e-5))
    momentum = F(bn_param.get("momentum", 0.9))
    x, gamma, beta = x.astype(F), gamma.astype(F), beta.astype(F)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1])).astype(F)
    running_var = bn_param.get("running_var", np.zeros(x.shape[1])).astype(F)

    if mode == "train":
        mu = np.mean(x, axis=0)
        var = np.var(x, axis=0)
        bn_param["running_mean"] = momentum * running_mean + (F(1) - momentum) * mu
        bn_param["running_var"] = momentum * running_var + (F(1) - momentum) * var
        std = np.sqrt(var + eps)
        xhat = (x - mu) / std
        return gamma * xhat + beta, (xhat, std, gamma)
    if mode == "test":
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None
    raise ValueError("unexpected mode")


def batchnorm_backward(dout, cache):
    xhat, std, gamma = cache
    dout = dout.astype(F)
    N = F(dout.shape[0])
    dgamma = (dout * xhat).sum(axis=0)
    dbeta = dout.sum(axis=0)
    dx = gamma / std * (dout - dbeta / N - xhat * dgamma / N)
    return dx, dgamma, dbeta
