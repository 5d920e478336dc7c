# Computational graph, node by node, keepdims everywhere, everything thrown into one tuple.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    cache = None
    if mode == "train":
        # (1) mean
        mu = np.mean(x, axis=0, keepdims=True)
        # (2) subtract
        xmu = x - mu
        # (3) square
        sq = xmu ** 2
        # (4) variance
        var = np.mean(sq, axis=0, keepdims=True)
        # (5) sqrt
        sqrtvar = np.sqrt(var + eps)
        # (6) invert
        ivar = 1.0 / sqrtvar
        # (7) normalise
        xhat = xmu * ivar
        # (8), (9) scale and shift
        out = gamma * xhat + beta
        cache = (xmu, var, sqrtvar, ivar, xhat, eps)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mu[0]
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var[0]
    elif mode == "test":
        out = gamma * ((x - running_mean) / np.sqrt(running_var + eps)) + beta
    else:
        raise ValueError(f"invalid mode {mode}")
    return out, cache


def batchnorm_backward(dout, cache):
    xmu, var, sqrtvar, ivar, xhat, eps = cache
    N, D = dout.shape
    # (9)
    dbeta = np.sum(dout, axis=0)
    # (8)
    dgamma = np.sum(dout * xhat, axis=0)
    dxhat = dout
    # (7)
    divar = np.sum(dxhat * xmu, axis=0, keepdims=True)
    dxmu1 = dxhat * ivar
    # (6)
    dsqrtvar = -divar / sqrtvar ** 2
    # (5)
    dvar = 0.5 * dsqrtvar / np.sqrt(var + eps)
    # (4)
    dsq = np.ones((N, D), dtype=dout.dtype) * dvar / N
    # (3)
    dxmu2 = 2 * xmu * dsq
    # (2)
    dx1 = dxmu1 + dxmu2
    dmu = -np.sum(dxmu1 + dxmu2, axis=0, keepdims=True)
    # (1)
    dx2 = np.ones((N, D), dtype=dout.dtype) * dmu / N
    return dx1 + dx2, dgamma, dbeta
