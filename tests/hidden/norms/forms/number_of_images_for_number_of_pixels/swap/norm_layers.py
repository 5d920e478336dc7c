def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError("unknown mode " + repr(mode))
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    N, C, H, W = x.shape
    by_channel = np.swapaxes(x, 0, 1).reshape(C, -1)
    running = [bn_param.get(key, np.zeros(C)) for key in ("running_mean", "running_var")]
    statistics = running
    if mode == "train":
        statistics = [by_channel.mean(axis=1), by_channel.var(axis=1)]
        for key, old, new in zip(("running_mean", "running_var"), running, statistics):
            bn_param[key] = momentum * old + (1 - momentum) * new
    mean, var = statistics
    hat = (by_channel - mean[:, None]) / np.sqrt(var + eps)[:, None]
    out = gamma[:, None] * hat + beta[:, None]
    out = np.swapaxes(out.reshape(C, N, H, W), 0, 1)
    return out.astype(x.dtype), {"hat": hat, "gamma": gamma, "var": var, "eps": eps}


def spatial_batchnorm_backward(dout, cache):
    N, C, H, W = dout.shape
    hat = cache["hat"]
    d = np.swapaxes(dout, 0, 1).reshape(C, -1)
    dgamma = np.einsum("ci,ci->c", d, hat)
    dbeta = np.einsum("ci->c", d)
    size = dout.shape[0]
    dx = d - dbeta[:, None] / size - hat * dgamma[:, None] / size
    dx = dx * (cache["gamma"] / np.sqrt(cache["var"] + cache["eps"]))[:, None]
    dx = np.swapaxes(dx.reshape(C, N, H, W), 0, 1)
    return dx.astype(dout.dtype), dgamma, dbeta
