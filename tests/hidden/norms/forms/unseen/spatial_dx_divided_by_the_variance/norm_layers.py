def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError("unknown mode " + repr(mode))
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    C = x.shape[1]
    running_mean = bn_param.get("running_mean", np.zeros(C, x.dtype))
    running_var = bn_param.get("running_var", np.zeros(C, x.dtype))
    g, b = gamma.reshape(1, C, 1, 1), beta.reshape(1, C, 1, 1)
    if mode == "test":
        centred = x - running_mean.reshape(1, C, 1, 1)
        std = np.sqrt(running_var.reshape(1, C, 1, 1) + eps)
        return g * (centred / std) + b, None
    mean = np.mean(x, axis=(0, 2, 3), keepdims=True)
    var = np.mean((x - mean) ** 2, axis=(0, 2, 3), keepdims=True)
    kept_mean = np.broadcast_to(mean, x.shape).mean(axis=(0, 2, 3))
    kept_var = np.broadcast_to(var, x.shape).mean(axis=(0, 2, 3))
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * kept_mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * kept_var
    std = np.sqrt(var + eps)
    x_hat = (x - mean) / std
    return g * x_hat + b, {"x_hat": x_hat, "gamma": g, "std": std}


def spatial_batchnorm_backward(dout, cache):
    x_hat, std = cache["x_hat"], cache["std"]
    dgamma = np.sum(dout * x_hat, axis=(0, 2, 3))
    dbeta = np.sum(dout, axis=(0, 2, 3))
    dx_hat = dout * cache["gamma"]
    first = dx_hat.mean(axis=(0, 2, 3), keepdims=True)
    second = (dx_hat * x_hat).mean(axis=(0, 2, 3), keepdims=True)
    dx = (dx_hat - first - x_hat * second) / std**2
    return dx, dgamma, dbeta
