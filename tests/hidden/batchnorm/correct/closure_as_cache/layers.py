# The cache is a function: it takes dout and gives the gradients.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    running_mean = bn_param.get("running_mean", zeros)
    running_var = bn_param.get("running_var", zeros)

    if bn_param["mode"] == "test":
        return gamma * ((x - running_mean) / np.sqrt(running_var + eps)) + beta, None
    if bn_param["mode"] != "train":
        raise ValueError("bn_param['mode'] is neither train nor test")

    mean = np.mean(x, axis=0, keepdims=True)
    var = np.var(x, axis=0, keepdims=True)
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean[0]
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var[0]

    def backward(dout):
        dx_hat = dout * gamma
        dx = dx_hat - dx_hat.mean(axis=0, keepdims=True)
        dx = dx - x_hat * (dx_hat * x_hat).mean(axis=0, keepdims=True)
        return dx / std, np.sum(dout * x_hat, axis=0), np.sum(dout, axis=0)

    return gamma * x_hat + beta, backward


def batchnorm_backward(dout, cache):
    return cache(dout)
