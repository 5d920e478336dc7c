# Row loop in both passes, tuple cache, gradients collected in a list.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    rmean = bn_param.get("running_mean", 0.0)
    rvar = bn_param.get("running_var", 0.0)
    n = len(x)
    if mode == "train":
        mean = sum(x[i] for i in range(n)) / n
        var = sum((x[i] - mean) ** 2 for i in range(n)) / n
        bn_param["running_mean"] = momentum * rmean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * rvar + (1 - momentum) * var
        std = np.sqrt(var + eps)
        hats = [(x[i] - mean) / std for i in range(n)]
        return np.array([gamma * h + beta for h in hats]), (hats, std, gamma)
    if mode == "test":
        return np.array([gamma * (x[i] - rmean) / np.sqrt(rvar + eps) + beta
                         for i in range(n)]), None
    raise ValueError("wrong mode")


def batchnorm_backward(dout, cache):
    hats, std, gamma = cache
    n = len(hats)
    sum_d = 0
    sum_dh = 0
    for i in range(n):
        sum_d = sum_d + dout[i]
        sum_dh = sum_dh + dout[i] * hats[i]
    dx = []
    for i in range(n):
        dx.append(gamma / std * (dout[i] - sum_d / n - hats[i] * sum_dh / n))
    return np.array(dx), sum_d, sum_dh
