# Small graph where the centred x feeds three nodes (numerator and twice the square).
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        a = x.mean(axis=0, keepdims=True)
        b = x - a
        c = b * b
        d = c.mean(axis=0, keepdims=True)
        e = np.sqrt(d + eps)
        f = b / e
        h = gamma * f
        out = h + beta
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * a.ravel()
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * d.ravel()
        return out, {"b": b, "e": e, "f": f, "gamma": gamma}
    if mode == "test":
        f = (x - running_mean) / np.sqrt(running_var + eps)
        return gamma * f + beta, None
    raise ValueError("no such mode")


def batchnorm_backward(dout, cache):
    b, e, f, gamma = cache["b"], cache["e"], cache["f"], cache["gamma"]
    n = b.shape[0]
    dbeta = dout.sum(axis=0)
    dh = dout
    dgamma = (dh * f).sum(axis=0)
    df = dh * gamma
    de = (df * -b / e**2).sum(axis=0, keepdims=True)
    dd = de / (2 * e)
    dc = dd / n
    db_numerator = df / e
    db_left = dc * 2 * b
    db_right = dc * 2 * b
    db = db_numerator + db_left + db_right
    da = -db.sum(axis=0, keepdims=True)
    dx = db + da / n
    return dx, dgamma, dbeta
