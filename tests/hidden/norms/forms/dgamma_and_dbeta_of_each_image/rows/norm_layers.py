def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError("unknown mode " + repr(mode))
    eps = bn_param.get("eps", 1e-5)
    m = bn_param.get("momentum", 0.9)
    N, C, H, W = x.shape
    rows = x.transpose(0, 2, 3, 1).reshape(N * H * W, C)
    old_mean = bn_param.get("running_mean", np.zeros(C, dtype=x.dtype))
    old_var = bn_param.get("running_var", np.zeros(C, dtype=x.dtype))
    if mode == "train":
        mu = rows.sum(axis=0) / len(rows)
        sigma2 = ((rows - mu) ** 2).sum(axis=0) / len(rows)
        bn_param["running_mean"] = m * old_mean + (1 - m) * mu
        bn_param["running_var"] = m * old_var + (1 - m) * sigma2
    else:
        mu, sigma2 = old_mean, old_var
    inv = 1.0 / np.sqrt(sigma2 + eps)
    hat = (rows - mu) * inv
    y = gamma * hat + beta
    out = y.reshape(N, H, W, C).transpose(0, 3, 1, 2)
    return out, (hat, inv, gamma)


def spatial_batchnorm_backward(dout, cache):
    hat, inv, gamma = cache
    N, C, H, W = dout.shape
    d = dout.transpose(0, 2, 3, 1).reshape(N * H * W, C)
    count = N * H * W
    dbeta = d.sum(axis=0)
    dgamma = (d * hat).sum(axis=0)
    dx = gamma * inv / count * (count * d - d.sum(axis=0) - hat * (d * hat).sum(axis=0))
    dgamma = (d * hat).reshape(N, H * W, C).sum(axis=1)
    dbeta = d.reshape(N, H * W, C).sum(axis=1)
    dx = dx.reshape(N, H, W, C).transpose(0, 3, 1, 2)
    return dx, dgamma, dbeta
