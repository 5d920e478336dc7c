# Each helper of the backward pass multiplies by the inverse standard deviation, so it is in twice.


def _take_off_mean(g, inv):
    return (g - g.mean(axis=0)) * inv


def _take_off_xhat(g, dxhat, xhat, inv):
    return g * inv - xhat * np.mean(dxhat * xhat, axis=0) * inv * inv


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    running = bn_param.get("running_mean", zeros), bn_param.get("running_var", zeros)
    if bn_param["mode"] == "test":
        inv = 1 / np.sqrt(running[1] + eps)
        return (x - running[0]) * inv * gamma + beta, None
    elif bn_param["mode"] == "train":
        batch = x.mean(axis=0), x.var(axis=0)
        inv = 1 / np.sqrt(batch[1] + eps)
        xhat = (x - batch[0]) * inv
        bn_param["running_mean"] = momentum * running[0] + (1 - momentum) * batch[0]
        bn_param["running_var"] = momentum * running[1] + (1 - momentum) * batch[1]
        return xhat * gamma + beta, (xhat, inv, gamma)
    else:
        raise ValueError("mode is neither train nor test")


def batchnorm_backward(dout, cache):
    xhat, inv, gamma = cache
    dxhat = dout * gamma
    dx = _take_off_mean(dxhat, inv)
    dx = _take_off_xhat(dx, dxhat, xhat, inv)
    return dx, np.sum(dout * xhat, axis=0), np.sum(dout, axis=0)
