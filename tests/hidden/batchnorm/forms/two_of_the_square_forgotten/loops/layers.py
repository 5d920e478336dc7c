# Row loops with running sums as plain arrays; the cache is a dict.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if not (mode == "train" or mode == "test"):
        raise ValueError("mode must be train/test")
    eps = bn_param.get("eps", 1e-5)
    mom = bn_param.get("momentum", 0.9)
    count, width = x.shape
    rm = bn_param.get("running_mean", np.zeros(width))
    rv = bn_param.get("running_var", np.zeros(width))

    if mode == "train":
        m = np.zeros(width)
        for i in range(count):
            m += x[i]
        m = m / count
        v = np.zeros(width)
        for i in range(count):
            v += np.power(x[i] - m, 2)
        v = v / count
        bn_param["running_mean"] = mom * rm + (1 - mom) * m
        bn_param["running_var"] = mom * rv + (1 - mom) * v
    else:
        m, v = rm, rv
    s = np.sqrt(v + eps)

    out = np.zeros_like(x)
    for i in range(count):
        out[i] = gamma * (x[i] - m) / s + beta
    return out, ({"x": x, "m": m, "s": s, "gamma": gamma} if mode == "train" else None)


def batchnorm_backward(dout, cache):
    x, m, s, gamma = (cache[k] for k in ("x", "m", "s", "gamma"))
    count, width = dout.shape
    dgamma, dbeta = np.zeros(width), np.zeros(width)
    dm, dv = np.zeros(width), np.zeros(width)
    for i in range(count):
        dgamma += dout[i] * (x[i] - m) / s
        dbeta += dout[i]
        dm -= dout[i] * gamma / s
        dv -= dout[i] * gamma * (x[i] - m) / (2 * s**3)
    dx = np.zeros_like(dout)
    for i in range(count):
        dx[i] = dout[i] * gamma / s + dm / count + dv * (x[i] - m) / count
    return dx, dgamma, dbeta
