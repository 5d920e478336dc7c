def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError("unknown mode " + repr(mode))
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    C = x.shape[1]
    old = [bn_param.get(key, np.zeros(C)) for key in ("running_mean", "running_var")]
    shape = (1, C, 1, 1)
    if mode == "test":
        hat = (x - old[0].reshape(shape)) / np.sqrt(old[1].reshape(shape) + eps)
        return gamma.reshape(shape) * hat + beta.reshape(shape), None
    bn_param["running_mean"] = momentum * old[0] + (1 - momentum) * np.mean(x, (0, 2, 3))
    bn_param["running_var"] = momentum * old[1] + (1 - momentum) * np.var(x, (0, 2, 3))
    hat, root = np.zeros_like(x), np.zeros_like(x)
    for at in [np.s_[:]]:
        piece = x[at]
        root[at] = np.sqrt(np.var(piece) + eps)
        hat[at] = (piece - np.mean(piece)) / root[at]
    return gamma.reshape(shape) * hat + beta.reshape(shape), (hat, root, gamma.reshape(shape))


def spatial_batchnorm_backward(dout, cache):
    x, (hat, root, gamma) = dout, cache
    dgamma, dbeta = (dout * hat).sum((0, 2, 3)), dout.sum((0, 2, 3))
    dx = dout * gamma
    for at in [np.s_[:]]:
        d, h = dx[at].copy(), hat[at]
        dx[at] = d - d.mean() - h * (d * h).mean()
    return dx / root, dgamma, dbeta
