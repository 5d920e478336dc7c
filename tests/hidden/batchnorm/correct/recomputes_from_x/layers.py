# Caches only the arguments (x copied) and works everything out again in the backward pass.


def _normalise(x, eps):
    mean = x.mean(axis=0)
    var = x.var(axis=0)
    return (x - mean) / (var + eps) ** 0.5, mean, var


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    cache = None
    if mode == "train":
        x_hat, mean, var = _normalise(x, eps)
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
        cache = x.copy(), gamma.copy(), eps
    elif mode == "test":
        x_hat = (x - running_mean) / (running_var + eps) ** 0.5
    else:
        raise ValueError("mode?")

    # when testing these are the old ones, so nothing changes
    bn_param["running_mean"] = running_mean
    bn_param["running_var"] = running_var
    return gamma * x_hat + beta, cache


def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    x_hat, _, var = _normalise(x, eps)
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    inner = dout * gamma
    inner = inner - inner.mean(axis=0) - x_hat * (inner * x_hat).mean(axis=0)
    return inner / (var + eps) ** 0.5, dgamma, dbeta
