# The running statistics are Python lists of floats.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    old_mean = list(bn_param.get("running_mean", [0.0] * D))
    old_var = list(bn_param.get("running_var", [0.0] * D))

    if mode == "train":
        mean = x.mean(axis=0)
        var = np.mean((x - mean) ** 2, axis=0)
        bn_param["running_mean"] = [
            momentum * float(o) + (1 - momentum) * float(n) for o, n in zip(old_mean, mean)]
        bn_param["running_var"] = [
            momentum * float(o) + (1 - momentum) * float(n) for o, n in zip(old_var, var)]
        x_hat = (x - mean) / np.sqrt(var + eps)
        return gamma * x_hat + beta, [x_hat, var + eps, gamma]
    elif mode == "test":
        x_hat = (x - np.array(old_mean)) / np.sqrt(np.array(old_var) + eps)
        return gamma * x_hat + beta, []
    else:
        raise ValueError("mode must be 'train' or 'test'")


def batchnorm_backward(dout, cache):
    x_hat, var_eps, gamma = cache
    n = float(dout.shape[0])
    dxh = dout * gamma
    dx = (n * dxh - dxh.sum(0) - x_hat * (dxh * x_hat).sum(0)) / (n * np.sqrt(var_eps))
    return dx, (dout * x_hat).sum(0), dout.sum(0)
