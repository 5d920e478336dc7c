# Images are kept as (N, W, H, C) inside; the running statistics are changed where they lie.


def _last(images):
    return images.T.transpose(3, 0, 1, 2)


def _first(images):
    return images.transpose(1, 2, 3, 0).T


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    last = _last(x)
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    for name in ("running_mean", "running_var"):
        if name not in bn_param:
            bn_param[name] = np.zeros(x.shape[1])
    if bn_param["mode"] == "train":
        mean, var = last.mean(axis=(0, 1, 2)), last.var(axis=(0, 1, 2))
        for name, new in (("running_mean", mean), ("running_var", var)):
            bn_param[name] *= momentum
            bn_param[name] += (1 - momentum) * new
    else:
        mean, var = bn_param["running_mean"].copy(), bn_param["running_var"].copy()
    hat = (last - mean) / np.sqrt(var + eps)
    return _first(hat * gamma + beta), (hat, gamma / np.sqrt(var + eps))


def spatial_batchnorm_backward(dout, cache):
    hat, slope = cache
    d = _last(dout)
    dgamma, dbeta = (d * hat).sum(axis=(0, 1, 2)), d.sum(axis=(0, 1, 2))
    count = hat.size // hat.shape[-1]
    return _first(slope * (d - (dbeta + hat * dgamma) / count)), dgamma, dbeta


def layernorm_forward(x, gamma, beta, ln_param):
    mean, var = x.T.mean(axis=0), x.T.var(axis=0)
    std = np.sqrt(var + ln_param.get("eps", 1e-5))
    hat = ((x.T - mean) / std).T
    return hat * gamma + beta, (hat, gamma, std)


def layernorm_backward(dout, cache):
    hat, gamma, std = cache
    d = (dout * gamma).T
    dx = (d - d.mean(axis=0) - hat.T * (d * hat.T).mean(axis=0)) / std
    return dx.T, (dout * hat).sum(axis=0), dout.sum(axis=0)


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    N, C, H, W = x.shape
    last = x.transpose(0, 2, 3, 1).reshape(N, H * W, G, C // G)
    mean, var = last.mean(axis=(1, 3), keepdims=True), last.var(axis=(1, 3), keepdims=True)
    std = np.sqrt(var + gn_param.get("eps", 1e-5))
    hat = (last - mean) / std
    out = hat.reshape(N, H, W, C) * gamma.ravel() + beta.ravel()
    return out.transpose(0, 3, 1, 2), (hat, gamma, std)


def spatial_groupnorm_backward(dout, cache):
    hat, gamma, std = cache
    N, C, H, W = dout.shape
    last = dout.transpose(0, 2, 3, 1)
    d = (last * gamma.ravel()).reshape(hat.shape)
    dx = d - d.mean(axis=(1, 3), keepdims=True)
    dx = (dx - hat * (d * hat).mean(axis=(1, 3), keepdims=True)) / std
    dgamma = (last * hat.reshape(last.shape)).sum(axis=(0, 1, 2)).reshape(gamma.shape)
    dbeta = last.sum(axis=(0, 1, 2)).reshape(gamma.shape)
    return dx.reshape(N, H, W, C).transpose(0, 3, 1, 2), dgamma, dbeta
