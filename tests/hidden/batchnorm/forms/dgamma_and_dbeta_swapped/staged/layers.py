# Graph with keepdims; the gradients are put in a dict and returned in alphabetical order.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "test":
        xn = (x - running_mean) / np.sqrt(running_var + eps)
        return gamma * xn + beta, None
    elif mode == "train":
        mu = x.mean(axis=0, keepdims=True)
        xc = x - mu
        v = np.mean(xc**2, axis=0, keepdims=True)
        s = np.sqrt(v + eps)
        xn = xc / s
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mu.reshape(-1)
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * v.reshape(-1)
        return gamma * xn + beta, [xc, s, xn, gamma]
    else:
        raise ValueError("unexpected mode")


def batchnorm_backward(dout, cache):
    xc, s, xn, gamma = cache
    n = float(dout.shape[0])
    g = {"beta": np.sum(dout, axis=0), "gamma": np.sum(dout * xn, axis=0)}
    dxn = gamma * dout
    ds = np.sum(-dxn * xc / (s * s), axis=0, keepdims=True)
    dv = 0.5 * ds / s
    dxc = dxn / s + dv * 2 * xc / n
    g["mu"] = -np.sum(dxc, axis=0, keepdims=True)
    g["x"] = dxc + g["mu"] / n
    return g["x"], g["beta"], g["gamma"]
