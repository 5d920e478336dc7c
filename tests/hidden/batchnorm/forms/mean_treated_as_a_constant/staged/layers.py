# Chain rule through normalise -> inverse std -> variance, intermediates kept on an object.
class BNState:
    """What the forward pass leaves for the backward pass."""


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        s = BNState()
        s.N = x.shape[0]
        s.gamma = gamma
        s.eps = eps
        s.mean = x.sum(axis=0) / s.N
        s.diff = x - s.mean
        s.var = (s.diff * s.diff).sum(axis=0) / s.N
        s.inv_std = 1 / np.sqrt(s.var + eps)
        s.norm = s.diff * s.inv_std
        bn_param["running_mean"] = running_mean * momentum + s.mean * (1 - momentum)
        bn_param["running_var"] = running_var * momentum + s.var * (1 - momentum)
        return s.norm * gamma + beta, s

    if mode == "test":
        return (x - running_mean) / np.sqrt(running_var + eps) * gamma + beta, None

    raise ValueError("bad mode")


def batchnorm_backward(dout, cache):
    s = cache
    dbeta = dout.sum(axis=0)
    dgamma = (dout * s.norm).sum(axis=0)
    dnorm = dout * s.gamma
    # norm = diff * inv_std
    ddiff = dnorm * s.inv_std
    dinv_std = (dnorm * s.diff).sum(axis=0)
    # inv_std = (var + eps) ** (-1/2)
    dvar = dinv_std * -0.5 * s.inv_std ** 3
    # var = sum(diff ** 2) / N
    ddiff = ddiff + dvar * 2 * s.diff / s.N
    # diff = x - mean
    dx = ddiff
    return dx, dgamma, dbeta
