# The derivative of x-hat by x as a matrix for each feature, without the root it is divided by.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    if mode == "test":
        return gamma * ((x - running_mean) / (running_var + eps) ** 0.5) + beta, None
    if mode != "train":
        raise ValueError(f"mode {mode}?")
    mean = np.mean(x, axis=0)
    var = np.mean((x - mean) ** 2, axis=0)
    z = (x - mean) / (var + eps) ** 0.5
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return gamma * z + beta, (z, gamma)


def batchnorm_backward(dout, cache):
    z, gamma = cache
    N, D = z.shape
    dz = dout * gamma
    dx = np.zeros_like(z)
    for d in range(D):
        J = np.identity(N)
        J -= np.full((N, N), 1 / N)
        J -= z[:, d : d + 1] @ z[:, d : d + 1].T / N
        dx[:, d] = dz[:, d] @ J
    return dx, np.sum(dout * z, axis=0), np.sum(dout, axis=0)
