# The caches hold the arguments alone; everything is worked out anew on the way back.


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    cache = (x, gamma, beta, dict(bn_param))
    N, C, H, W = x.shape
    flat = x.transpose(1, 0, 2, 3).reshape(C, N * H * W).T
    out, _ = batchnorm_forward(flat, gamma=gamma, beta=beta, bn_param=bn_param)
    return np.ascontiguousarray(out.T.reshape(C, N, H, W).transpose(1, 0, 2, 3)), cache


def spatial_batchnorm_backward(dout, cache):
    x, gamma, beta, bn_param = cache
    eps = bn_param["eps"] if "eps" in bn_param else 1e-5
    axes = (0, 2, 3)
    mean, var = x.mean(axis=axes), x.var(axis=axes)
    xc = x - mean[None, :, None, None]
    m = x.size / x.shape[1]
    inv = 1 / np.sqrt(var + eps)
    dbeta = dout.sum(axis=axes)
    dgamma = (dout * xc).sum(axis=axes) * inv
    dvar = -0.5 * gamma * (dout * xc).sum(axis=axes) * inv**3
    dmean = -gamma * inv * dbeta
    dx = dout * (gamma * inv)[None, :, None, None]
    dx = dx + 2 / m * xc * dvar[None, :, None, None] + dmean[None, :, None, None] / m
    return dx, dgamma, dbeta


def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    xc = x - np.average(x, axis=1)[:, np.newaxis]
    out = xc / np.sqrt(np.average(xc * xc, axis=1) + eps)[:, np.newaxis] * gamma + beta
    return out, (x, gamma, ln_param)


def layernorm_backward(dout, cache):
    x, gamma, ln_param = cache
    D = x.shape[1]
    xc = x - x.mean(1, keepdims=True)
    inv = 1 / np.sqrt(x.var(1, keepdims=True) + ln_param.get("eps", 1e-5))
    d = dout * gamma
    dvar = -0.5 * (d * xc).sum(1, keepdims=True) * inv**3
    dmean = -(d * inv).sum(1, keepdims=True)
    return d * inv + (2 * xc * dvar + dmean) / D, (dout * xc * inv).sum(0), dout.sum(0)


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    out = np.empty_like(x)
    size = x.shape[1] // G
    for n in range(len(x)):
        for first in range(0, x.shape[1], size):
            part = x[n, first : first + size]
            out[n, first : first + size] = (part - part.mean()) / np.sqrt(part.var() + eps)
    return out * gamma + beta, (x, gamma, G, eps)


def spatial_groupnorm_backward(dout, cache):
    x, gamma, G, eps = cache
    size = x.shape[1] // G
    dx, hat = np.empty_like(x), np.empty_like(x)
    for n in range(len(x)):
        for g in range(G):
            at = n, slice(g * size, g * size + size)
            part, std = x[at], np.sqrt(x[at].var() + eps)
            hat[at] = (part - part.mean()) / std
            d = (dout * gamma)[at]
            dx[at] = (d - d.mean() - hat[at] * (d * hat[at]).mean()) / std
    dgamma = (dout * hat).sum(axis=(0, 2, 3)).reshape(1, -1, 1, 1)
    return dx, dgamma, dout.sum(axis=(0, 2, 3)).reshape(1, -1, 1, 1)
