# Loops over the rows of the batch, summing up as it goes.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    N, D = x.shape
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))

    if mode == "train":
        mean = np.zeros(D)
        for i in range(N):
            mean += x[i]
        mean /= N
        var = np.zeros(D)
        for i in range(N):
            var += (x[i] - mean) ** 2
        var /= N
        running_mean = momentum * running_mean + (1 - momentum) * mean
        running_var = momentum * running_var + (1 - momentum) * var
        bn_param["running_mean"] = running_mean
        bn_param["running_var"] = running_var
    elif mode == "test":
        mean, var = running_mean, running_var
    else:
        raise ValueError("unknown mode")

    std = np.sqrt(var + eps)
    rows, hats = [], []
    for row in x:
        hat = (row - mean) / std
        hats.append(hat)
        rows.append(gamma * hat + beta)
    return np.array(rows), (hats, std, gamma)


def batchnorm_backward(dout, cache):
    hats, std, gamma = cache
    N = len(hats)
    dgamma = np.zeros_like(gamma)
    dbeta = np.zeros_like(gamma)
    for i in range(N):
        dbeta = dbeta + dout[i]
        dgamma = dgamma + dout[i] * hats[i]
    dx = np.zeros(dout.shape)
    for i in range(N):
        dx[i] = gamma / std * (dout[i] - (dbeta + hats[i] * dgamma) / N)
    return dx, dgamma, dbeta
