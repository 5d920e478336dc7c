# Feature by feature; the spread of each is averaged, and squared where it is used.


def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param["mode"] not in ("train", "test"):
        raise ValueError("no such mode")
    N, D = x.shape
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    centre = np.array(bn_param.get("running_mean", np.zeros(D)), dtype=x.dtype)
    spread = np.array(bn_param.get("running_var", np.zeros(D)), dtype=x.dtype)
    out, x_hat, root = np.zeros_like(x), np.zeros_like(x), np.zeros(D)
    for d in range(D):
        if bn_param["mode"] == "train":
            m = sum(x[:, d]) / N
            v = sum((x[:, d] - m) ** 2) / N
            centre[d] = momentum * centre[d] + (1 - momentum) * m
            spread[d] = momentum * spread[d] + (1 - momentum) * v**0.5
        else:
            m, v = centre[d], spread[d] ** 2
        root[d] = (v + eps) ** 0.5
        x_hat[:, d] = (x[:, d] - m) / root[d]
        out[:, d] = gamma[d] * x_hat[:, d] + beta[d]
    if bn_param["mode"] == "test":
        return out, None
    bn_param["running_mean"], bn_param["running_var"] = centre, spread
    return out, (x_hat, root, gamma)


def batchnorm_backward(dout, cache):
    x_hat, root, gamma = cache
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros_like(dout), np.zeros(D), np.zeros(D)
    for d in range(D):
        dbeta[d] = sum(dout[:, d])
        dgamma[d] = sum(dout[:, d] * x_hat[:, d])
        for n in range(N):
            rest = dout[n, d] - dbeta[d] / N - x_hat[n, d] * dgamma[d] / N
            dx[n, d] = gamma[d] / root[d] * rest
    return dx, dgamma, dbeta
