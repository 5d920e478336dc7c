# Loop over features; sums kept apart for dx. Dict of arrays as cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    N, D = x.shape
    rm = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    rv = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    out, x_hat = np.zeros_like(x), np.zeros_like(x)
    std = np.zeros(D)
    if mode == "train":
        m, v = np.zeros(D), np.zeros(D)
        for d in range(D):
            m[d] = np.sum(x[:, d]) / N
            v[d] = np.sum(np.square(x[:, d] - m[d])) / N
        bn_param["running_mean"] = momentum * rm + (1 - momentum) * m
        bn_param["running_var"] = momentum * rv + (1 - momentum) * v
    elif mode == "test":
        m, v = rm, rv
    else:
        raise ValueError(mode)
    for d in range(D):
        std[d] = np.sqrt(v[d] + eps)
        x_hat[:, d] = (x[:, d] - m[d]) / std[d]
        out[:, d] = x_hat[:, d] * gamma[d] + beta[d]
    if mode == "test":
        return out, None
    cache = {}
    cache["x_hat"], cache["std"], cache["gamma"] = x_hat, std, gamma
    return out, cache


def batchnorm_backward(dout, cache):
    N, D = dout.shape
    dx = np.zeros_like(dout)
    dgamma, dbeta = np.zeros(D, dtype=dout.dtype), np.zeros(D, dtype=dout.dtype)
    for d in range(D):
        h = cache["x_hat"][:, d]
        dbeta[d] = np.mean(dout[:, d])
        dgamma[d] = np.mean(dout[:, d] * h)
        dx[:, d] = dout[:, d] - dbeta[d] - h * dgamma[d]
        dx[:, d] *= cache["gamma"][d] / cache["std"][d]
    return dx, dgamma, dbeta
