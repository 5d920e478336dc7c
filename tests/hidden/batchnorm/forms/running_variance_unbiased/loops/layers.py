# Row loops; Bessel's correction only for what is remembered.


def batchnorm_forward(x, gamma, beta, bn_param):
    N, D = x.shape
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    mean_run = bn_param.get("running_mean", np.zeros(D))
    var_run = bn_param.get("running_var", np.zeros(D))
    if mode == "train":
        mean, squares = np.zeros(D), np.zeros(D)
        for row in x:
            mean += row
        mean /= N
        for row in x:
            squares += (row - mean) ** 2
        sd = np.sqrt(squares / N + eps)
        bn_param["running_mean"] = momentum * mean_run + (1 - momentum) * mean
        bn_param["running_var"] = momentum * var_run + (1 - momentum) * (squares / (N - 1))
        normed = np.zeros((N, D))
        for i in range(N):
            normed[i] = (x[i] - mean) / sd
        cache = {"normed": normed, "sd": sd, "gamma": gamma}
    elif mode == "test":
        sd = np.sqrt(var_run + eps)
        normed = np.zeros((N, D))
        for i in range(N):
            normed[i] = (x[i] - mean_run) / sd
        cache = None
    else:
        raise ValueError(mode)
    out = np.zeros((N, D))
    for i in range(N):
        out[i] = normed[i] * gamma + beta
    return out, cache


def batchnorm_backward(dout, cache):
    normed, sd, gamma = cache["normed"], cache["sd"], cache["gamma"]
    N = dout.shape[0]
    dgamma = np.zeros(dout.shape[1])
    dbeta = np.zeros(dout.shape[1])
    for g, h in zip(dout, normed):
        dgamma += g * h
        dbeta += g
    dx = np.zeros(dout.shape)
    for i in range(N):
        dx[i] = (dout[i] - dbeta / N - normed[i] * dgamma / N) * gamma / sd
    return dx, dgamma, dbeta
