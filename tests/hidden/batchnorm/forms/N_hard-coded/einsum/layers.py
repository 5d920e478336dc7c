# einsum version with module-level sizes of the batch; dict cache.
BATCH = 6


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps, beta_run = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    if mode == "train":
        mu = np.einsum("ab->b", x) / x.shape[0]
        delta = x - mu
        var = np.einsum("ab,ab->b", delta, delta) / x.shape[0]
        bn_param["running_mean"] = (
            beta_run * bn_param.get("running_mean", np.zeros_like(mu)) + (1 - beta_run) * mu
        )
        bn_param["running_var"] = (
            beta_run * bn_param.get("running_var", np.zeros_like(var)) + (1 - beta_run) * var
        )
        root = np.sqrt(var + eps)
        return delta / root * gamma + beta, {"delta": delta, "root": root, "gamma": gamma}
    elif mode == "test":
        mu = bn_param.get("running_mean", np.zeros(x.shape[1], x.dtype))
        root = np.sqrt(bn_param.get("running_var", np.zeros(x.shape[1], x.dtype)) + eps)
        return (x - mu) / root * gamma + beta, None
    raise ValueError("mode {} is not supported".format(mode))


def batchnorm_backward(dout, cache):
    delta, root, gamma = cache["delta"], cache["root"], cache["gamma"]
    dbeta = np.einsum("ab->b", dout)
    dgamma = np.einsum("ab,ab,b->b", dout, delta, 1 / root)
    dx = BATCH * dout - dbeta - np.einsum("ab,b->ab", delta, dgamma / root)
    dx = np.einsum("ab,b->ab", dx, gamma / root) / BATCH
    return dx, dgamma, dbeta
