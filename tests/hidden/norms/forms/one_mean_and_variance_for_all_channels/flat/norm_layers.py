def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError("unknown mode " + repr(mode))
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    N, C, H, W = x.shape
    mean = bn_param.get("running_mean", np.zeros(C))
    var = bn_param.get("running_var", np.zeros(C))
    if mode == "test":
        rows = x.transpose(0, 2, 3, 1).reshape(-1, C)
        rows = gamma * (rows - mean) / np.sqrt(var + eps) + beta
        return rows.reshape(N, H, W, C).transpose(0, 3, 1, 2), None
    lines = x.reshape(1, -1)
    middle = lines.mean(axis=-1, keepdims=True)
    spread = lines.std(axis=-1, keepdims=True)
    flat = x.transpose(1, 0, 2, 3).reshape(C, -1)
    bn_param["running_mean"] = momentum * mean + (1 - momentum) * flat.mean(axis=1)
    bn_param["running_var"] = momentum * var + (1 - momentum) * flat.var(axis=1)
    sigma = np.sqrt(spread**2 + eps)
    normal = (lines - middle) / sigma
    normal_x = normal.reshape(N, C, H, W)
    out = normal_x * gamma[:, None, None] + beta[:, None, None]
    return out, (normal, normal_x, sigma, gamma)


def spatial_batchnorm_backward(dout, cache):
    normal, normal_x, sigma, gamma = cache
    N, C, H, W = dout.shape
    dgamma = np.einsum("nchw,nchw->c", dout, normal_x)
    dbeta = np.einsum("nchw->c", dout)
    x = dout * gamma[:, None, None]
    lines = x.reshape(1, -1)
    dlines = lines - lines.mean(axis=-1, keepdims=True)
    dlines = (dlines - normal * (lines * normal).mean(axis=-1, keepdims=True)) / sigma
    dx = dlines.reshape(N, C, H, W)
    return dx, dgamma, dbeta
