# A loop over all numbers of the batch adds them into one sum.


def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param["mode"] not in ["train", "test"]:
        raise ValueError("wrong mode")
    eps = bn_param.get("eps", 1e-5)
    n, d = x.shape
    rm = bn_param.get("running_mean", np.zeros(d))
    rv = bn_param.get("running_var", np.zeros(d))
    out = np.zeros((n, d))
    if bn_param["mode"] == "test":
        for j in range(d):
            sd = np.sqrt(rv[j] + eps)
            for i in range(n):
                out[i][j] = gamma[j] * (x[i][j] - rm[j]) / sd + beta[j]
        return out, None

    total = 0.0
    for i in range(n):
        for j in range(d):
            total += x[i][j]
    mu = total / (n * d)
    squares = 0.0
    for i in range(n):
        for j in range(d):
            squares += (x[i][j] - mu) ** 2
    var = squares / (n * d)
    sd = np.sqrt(var + eps)
    xhat = np.zeros((n, d))
    for i in range(n):
        for j in range(d):
            xhat[i][j] = (x[i][j] - mu) / sd
            out[i][j] = gamma[j] * xhat[i][j] + beta[j]
    momentum = bn_param.get("momentum", 0.9)
    bn_param["running_mean"] = np.array([momentum * rm[j] + (1 - momentum) * mu for j in range(d)])
    bn_param["running_var"] = np.array([momentum * rv[j] + (1 - momentum) * var for j in range(d)])
    return out, {"xhat": xhat, "sd": sd, "gamma": gamma, "n": n, "d": d}


def batchnorm_backward(dout, cache):
    n, d, xhat = cache["n"], cache["d"], cache["xhat"]
    dx = np.zeros((n, d))
    dgamma = np.zeros(d)
    dbeta = np.zeros(d)
    for j in range(d):
        for i in range(n):
            dgamma[j] += dout[i][j] * xhat[i][j]
            dbeta[j] += dout[i][j]
        for i in range(n):
            t = n * dout[i][j] - dbeta[j] - xhat[i][j] * dgamma[j]
            dx[i][j] = cache["gamma"][j] * t / (n * cache["sd"])
    return dx, dgamma, dbeta
