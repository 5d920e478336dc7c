# Loops over the features; list of per-feature tuples as cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    N, D = x.shape
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    out = np.zeros_like(x)
    if mode == "test":
        for j in range(D):
            t = (x[:, j] - running_mean[j]) / np.sqrt(running_var[j] + eps)
            out[:, j] = t * gamma[j] + beta[j]
        return out, None
    elif mode == "train":
        per_feature = []
        means, variances = [], []
        for j in range(D):
            mean_j = 0.0
            for i in range(N):
                mean_j += x[i, j] / N
            var_j = 0.0
            for i in range(N):
                var_j += (x[i, j] - mean_j) ** 2 / N
            t = (x[:, j] - mean_j) / np.sqrt(var_j + eps)
            out[:, j] = t * gamma[j] + beta[j]
            per_feature.append((t, gamma[j] / np.sqrt(var_j + eps)))
            means.append(mean_j)
            variances.append(var_j)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * np.array(means)
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * np.array(variances)
        return out, per_feature
    else:
        raise ValueError("mode?? " + str(mode))


def batchnorm_backward(dout, cache):
    dx = np.zeros_like(dout)
    dgamma = np.zeros(dout.shape[1])
    dbeta = np.zeros(dout.shape[1])
    for j, (t, k) in enumerate(cache):
        dbeta[j] = np.sum(dout[:, j])
        dgamma[j] = np.sum(dout[:, j] * t)
        for i in range(dout.shape[0]):
            dx[i, j] = k * (dout[i, j] - dbeta[j] / 6 - t[i] * dgamma[j] / 6)
    return dx, dgamma, dbeta
