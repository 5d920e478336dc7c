# The update runs over pairs of key and statistic, paired the wrong way round.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running = [
        bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype)),
        bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype)),
    ]
    if mode == "test":
        out = x - running[0]
        out = out / np.sqrt(running[1] + eps)
        return out * gamma + beta, None

    var = np.var(x, axis=0)
    mean = np.mean(x, axis=0)
    keys = ["running_mean", "running_var"]
    for key, old, new in zip(keys, running, [var, mean]):
        bn_param[key] = old * momentum + new * (1 - momentum)
    std = np.sqrt(var + eps)
    out = x - mean
    out = out / std
    cache = (out, std, gamma)
    return out * gamma + beta, cache


def batchnorm_backward(dout, cache):
    xhat, std, gamma = cache
    N, D = dout.shape
    dx = np.zeros_like(dout)
    sums = np.zeros_like(gamma)
    products = np.zeros_like(gamma)
    for i in range(N):
        sums += dout[i]
        products += dout[i] * xhat[i]
    for i in range(N):
        dx[i] = (dout[i] - sums / N - xhat[i] * products / N) * gamma / std
    return dx, products, sums
