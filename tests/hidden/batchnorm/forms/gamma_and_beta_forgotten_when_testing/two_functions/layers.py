# A function for each mode. The one for testing never saw gamma and beta.


def _train(x, gamma, beta, state, eps, momentum):
    mu, var = x.mean(0, keepdims=True), x.var(0, keepdims=True)
    root = np.sqrt(var + eps)
    xh = (x - mu) / root
    state["running_mean"] = momentum * state.get("running_mean", 0) + (1 - momentum) * mu[0]
    state["running_var"] = momentum * state.get("running_var", 0) + (1 - momentum) * var[0]
    return xh * gamma + beta, (xh, root, gamma)


def _test(x, state, eps):
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    mu, var = state.get("running_mean", zeros), state.get("running_var", zeros)
    return (x - mu) / np.sqrt(var + eps)


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    if mode == "train":
        return _train(x, gamma, beta, bn_param, eps, bn_param.get("momentum", 0.9))
    if mode == "test":
        return _test(x, bn_param, eps), None
    raise ValueError(mode)


def batchnorm_backward(dout, cache):
    xh, root, gamma = cache
    dxh = dout * gamma

    def without(v):
        """Remove from dxh its component along v."""
        return v * (v * dxh).mean(0)

    dx = (dxh - without(np.ones_like(xh)) - without(xh)) / root
    return dx, (dout * xh).sum(0), dout.sum(0)
