# Loops over features, then over rows; forward saves what it computed in a module-level dict.
saved = {}


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    N, D = x.shape
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    out, x_hat = np.zeros_like(x), np.zeros_like(x)
    if mode == "train":
        mean, var = np.zeros(D), np.zeros(D)
        for j in range(D):
            mean[j] = sum(x[:, j]) / N
            var[j] = sum((x[:, j] - mean[j]) ** 2) / N
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    elif mode == "test":
        mean, var = running_mean, running_var
    else:
        raise ValueError("mode " + str(mode))
    for j in range(D):
        x_hat[:, j] = (x[:, j] - mean[j]) / np.sqrt(var[j] + eps)
        out[:, j] = gamma[j] * x_hat[:, j] + beta[j]
    if mode == "train":
        saved["x_hat"] = x_hat
        saved["factor"] = gamma / np.sqrt(var + eps)
        return out, saved
    return out, None


def batchnorm_backward(dout, cache):
    x_hat, factor = saved["x_hat"], saved["factor"]
    product = dout * x_hat
    N = len(dout)
    dbeta = sum(row for row in dout)
    dgamma = sum(row for row in product)
    rows = []
    for d, h in zip(*np.broadcast_arrays(dout, x_hat)):
        rows.append(factor * (d - dbeta / N - h * dgamma / N))
    return np.array(rows), dgamma, dbeta
