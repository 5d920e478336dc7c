# Works on x.T, features in rows, with keepdims columns; shapes are put right at the end.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    xt = x.T
    D, N = xt.shape
    g, b = gamma.reshape(D, 1), beta.reshape(D, 1)
    rm = np.reshape(bn_param.get("running_mean", np.zeros(D)), (D, 1))
    rv = np.reshape(bn_param.get("running_var", np.zeros(D)), (D, 1))

    if mode == "train":
        mean = np.mean(xt, axis=1, keepdims=True)
        var = np.var(xt, axis=1, keepdims=True)
        hat = (xt - mean) / np.sqrt(var + eps)
        bn_param["running_mean"] = (momentum * rm + (1 - momentum) * mean).reshape(D)
        bn_param["running_var"] = (momentum * rv + (1 - momentum) * var).reshape(D)
        return (g * hat + b).T, (hat, g, var, eps)
    if mode == "test":
        return (g * (xt - rm) / np.sqrt(rv + eps) + b).T, None
    raise ValueError("mode is " + repr(mode))


def batchnorm_backward(dout, cache):
    hat, g, var, eps = cache
    dt = np.transpose(dout)
    dg = np.sum(dt * hat, axis=1, keepdims=True)
    db = np.sum(dt, axis=1, keepdims=True)
    dx = g / np.sqrt(var + eps) * (dt - (db + hat * dg) / dt.shape[1])
    return np.ascontiguousarray(dx.T), dg.ravel(), db.flatten()
