def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    D = x.shape[1]
    if mode == "test":
        z = np.divide(np.subtract(x, running_mean), np.sqrt(np.add(running_var, eps)))
        return np.add(np.multiply(gamma, z), beta), None

    mean = np.mean(x, axis=0)
    std = np.sqrt(np.mean(np.power(np.subtract(x, mean), 2), axis=0) + eps)
    x_hat = np.divide(np.subtract(x, mean), std)
    # the statistics live in the dict, so change them right there
    stored_mean = bn_param.setdefault("running_mean", np.zeros(D, dtype=x.dtype))
    stored_mean *= momentum
    stored_mean += (1 - momentum) * mean
    stored_var = bn_param.setdefault("running_var", np.zeros(D, dtype=x.dtype))
    stored_var *= momentum
    stored_var += (1 - momentum) * std
    return np.add(np.multiply(gamma, x_hat), beta), (x_hat, gamma, std)


def batchnorm_backward(dout, cache):
    x_hat, gamma, std = cache
    N = dout.shape[0]
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * x_hat, axis=0)
    dx = gamma / (N * std) * (N * dout - dbeta - x_hat * dgamma)
    return dx, dgamma, dbeta
