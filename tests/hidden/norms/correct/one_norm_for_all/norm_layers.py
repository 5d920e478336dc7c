# Group norm is the one layer there is: layer norm is one group of pixels, batch norm the groups of one image.


def _normalize(x, axes, eps, mean=None, var=None):
    if mean is None:
        mean, var = x.mean(axis=axes, keepdims=True), x.var(axis=axes, keepdims=True)
    return (x - mean) / np.sqrt(var + eps), mean, var


def _back(d, x_hat, var, eps, axes):
    def project(v):
        return v.mean(axis=axes, keepdims=True)

    return (d - project(d) - x_hat * project(d * x_hat)) / np.sqrt(var + eps)


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    grouped = x.reshape(x.shape[0], G, x.shape[1] // G, *x.shape[2:])
    x_hat, _, var = _normalize(grouped, (2, 3, 4), eps)
    out = x_hat.reshape(x.shape) * gamma + beta
    return out, (x_hat, gamma, var, eps)


def spatial_groupnorm_backward(dout, cache):
    x_hat, gamma, var, eps = cache
    dx = _back((dout * gamma).reshape(x_hat.shape), x_hat, var, eps, (2, 3, 4))
    over = tuple(axis for axis in (0, 2, 3))
    dgamma = np.sum(dout * x_hat.reshape(dout.shape), axis=over, keepdims=True)
    return dx.reshape(dout.shape), dgamma, np.sum(dout, axis=over, keepdims=True)


def layernorm_forward(x, gamma, beta, ln_param):
    wide = (1, -1, 1, 1)
    N, D = x.shape
    out, cache = spatial_groupnorm_forward(
        x.reshape(N, D, 1, 1), gamma.reshape(wide), beta.reshape(wide), 1, ln_param
    )
    return out.reshape(N, D), cache


def layernorm_backward(dout, cache):
    N, D = dout.shape
    dx, dgamma, dbeta = spatial_groupnorm_backward(dout.reshape(N, D, 1, 1), cache)
    return dx.reshape(N, D), dgamma.reshape(D), dbeta.reshape(D)


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    eps, old = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    rows = x.transpose(1, 0, 2, 3).reshape(1, C, N * H, W)
    if bn_param["mode"] == "train":
        x_hat, mean, var = _normalize(rows, (2, 3), eps)
        for name, value in {"running_mean": mean, "running_var": var}.items():
            before = bn_param.get(name, np.zeros(C))
            bn_param[name] = before * old + value.reshape(C) * (1 - old)
    else:
        zeros = np.zeros(C)
        mean, var = (bn_param.get(k, zeros) for k in ("running_mean", "running_var"))
        x_hat, mean, var = _normalize(
            rows, (2, 3), eps, mean.reshape(1, C, 1, 1), var.reshape(1, C, 1, 1)
        )
    out = x_hat * gamma.reshape(-1, 1, 1) + beta.reshape(-1, 1, 1)
    return out.reshape(C, N, H, W).transpose(1, 0, 2, 3), (x_hat, gamma, var, eps)


def spatial_batchnorm_backward(dout, cache):
    x_hat, gamma, var, eps = cache
    N, C, H, W = dout.shape
    rows = dout.transpose(1, 0, 2, 3).reshape(x_hat.shape)
    dx = _back(rows * gamma.reshape(-1, 1, 1), x_hat, var, eps, (2, 3))
    dgamma, dbeta = (rows * x_hat).sum(axis=(0, 2, 3)), rows.sum(axis=(0, 2, 3))
    return dx.reshape(C, N, H, W).transpose(1, 0, 2, 3), dgamma, dbeta
