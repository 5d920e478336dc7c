# The nine-node graph with keepdims; nodes kept in a dict under their numbers.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        n = {}
        n[1] = np.mean(x, axis=0, keepdims=True)
        n[2] = x - n[1]
        n[3] = n[2] ** 2
        n[4] = np.mean(n[3], axis=0, keepdims=True)
        n[5] = np.sqrt(n[4] + eps)
        n[6] = 1 / n[5]
        n[7] = n[2] * n[6]
        n[8] = n[7] * gamma
        n[9] = n[8] + beta
        n["gamma"] = gamma
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * n[1].squeeze(axis=0)
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * n[4].squeeze(axis=0)
        return n[9], n
    if mode == "test":
        xhat = (x - running_mean) * (1 / np.sqrt(running_var + eps))
        return xhat * gamma + beta, None
    raise ValueError("Mode should be 'train' or 'test'")


def batchnorm_backward(dout, cache):
    n, N = cache, len(dout)
    d9 = dout
    dbeta = np.sum(d9, axis=0)
    d8 = d9
    dgamma = np.sum(d8 * n[7], axis=0)
    d7 = d8 * n["gamma"]
    d6 = np.sum(d7 * n[2], axis=0, keepdims=True)
    d5 = -d6 * n[6] ** 2
    d4 = d5 * 0.5 * n[6]
    d3 = np.repeat(d4 / N, N, axis=0)
    d2 = d7 * n[6] + d3 * n[2]
    d1 = -np.sum(d2, axis=0, keepdims=True)
    dx = d2 + np.repeat(d1 / N, N, axis=0)
    return dx, dgamma, dbeta
