# Loops over samples inside features; cache is a plain list in fixed order.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    samples, features = x.shape
    mean_so_far = bn_param.get("running_mean", np.zeros(features))
    var_so_far = bn_param.get("running_var", np.zeros(features))

    if mode == "train":
        mean, var = np.zeros(features), np.zeros(features)
        for f in range(features):
            for s in range(samples):
                mean[f] += x[s, f] / samples
            for s in range(samples):
                var[f] += (x[s, f] - mean[f]) ** 2 / samples
        bn_param["running_mean"] = momentum * mean_so_far + (1 - momentum) * mean
        bn_param["running_var"] = momentum * var_so_far + (1 - momentum) * var
    elif mode == "test":
        mean, var = mean_so_far, var_so_far
    else:
        raise ValueError("mode %s not known" % mode)

    std = np.sqrt(var + eps)
    out = np.zeros(x.shape, dtype=x.dtype)
    for f in range(features):
        for s in range(samples):
            out[s, f] = gamma[f] * ((x[s, f] - mean[f]) / std[f]) + beta[f]
    return out, [x, mean, std, gamma] if mode == "train" else None


def batchnorm_backward(dout, cache):
    x, mean, std, gamma = cache
    samples, features = x.shape
    dx = np.zeros(x.shape, dtype=dout.dtype)
    dgamma = np.zeros(features)
    dbeta = np.zeros(features)
    for f in range(features):
        projection = 0.0
        for s in range(samples):
            dbeta[f] += dout[s, f]
            dgamma[f] += dout[s, f] * x[s, f]
            projection += dout[s, f] * (x[s, f] - mean[f]) / std[f]
        for s in range(samples):
            hat = (x[s, f] - mean[f]) / std[f]
            inner = dout[s, f] - dbeta[f] / samples - hat * projection / samples
            dx[s, f] = gamma[f] / std[f] * inner
    return dx, dgamma, dbeta
