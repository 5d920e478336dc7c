# Loops over features with a helper for the statistics of one column (sample variance).


def _sample_stats(values):
    n = len(values)
    mean = sum(values) / n
    squares = np.float64(0.0)
    for value in values:
        squares += (value - mean) ** 2
    return mean, squares / (n - 1)


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    mom = bn_param.get("momentum", 0.9)
    N, D = x.shape
    rmean = bn_param.get("running_mean", np.zeros(D))
    rvar = bn_param.get("running_var", np.zeros(D))
    if mode == "test":
        out = np.zeros((N, D))
        for i in range(N):
            out[i] = gamma * (x[i] - rmean) / np.sqrt(rvar + eps) + beta
        return out, None
    elif mode != "train":
        raise ValueError("mode")
    columns, means, variances = [], [], []
    for j in range(D):
        mean, variance = _sample_stats(x[:, j])
        columns.append((x[:, j] - mean) / np.sqrt(variance + eps))
        means.append(mean)
        variances.append(variance)
    xhat = np.stack(columns, axis=1)
    bn_param["running_mean"] = mom * rmean + (1 - mom) * np.array(means)
    bn_param["running_var"] = mom * rvar + (1 - mom) * np.array(variances)
    return gamma * xhat + beta, (xhat, np.array(variances), eps, gamma)


def batchnorm_backward(dout, cache):
    xhat, var, eps, gamma = cache
    N, D = dout.shape
    dgamma, dbeta, dx = np.zeros(D), np.zeros(D), np.zeros((N, D))
    for j in range(D):
        dbeta[j] = sum(dout[:, j])
        dgamma[j] = sum(dout[:, j] * xhat[:, j])
        factor = gamma[j] / np.sqrt(var[j] + eps) / N
        dx[:, j] = factor * (N * dout[:, j] - dbeta[j] - xhat[:, j] * dgamma[j])
    return dx, dgamma, dbeta
