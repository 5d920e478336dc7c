# Feature by feature with numpy columns; namedtuple for the cache.
from collections import namedtuple

Column = namedtuple("Column", "centred variance")
BatchCache = namedtuple("BatchCache", "columns gamma eps")


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    running_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    if mode == "train":
        columns, outs, means = [], [], []
        for j in range(D):
            mean = np.mean(x[:, j])
            centred = x[:, j] - mean
            variance = np.dot(centred, centred) / len(centred)
            outs.append(gamma[j] * centred / np.sqrt(variance + eps) + beta[j])
            means.append(mean)
            columns.append(Column(centred, variance))
        variances = np.array([c.variance for c in columns])
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * np.array(means)
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * variances
        return np.stack(outs, axis=1), BatchCache(columns, gamma, eps)
    elif mode == "test":
        outs = [gamma[j] * (x[:, j] - running_mean[j]) / np.sqrt(running_var[j] + eps) + beta[j]
                for j in range(D)]
        return np.stack(outs, axis=1), None
    else:
        raise ValueError("unknown mode")


def batchnorm_backward(dout, cache):
    dxs, dgammas, dbetas = [], [], []
    for j, (centred, variance) in enumerate(cache.columns):
        n = len(centred)
        std = np.sqrt(variance + cache.eps)
        up = dout[:, j] * cache.gamma[j]
        dvariance = 0.5 * np.dot(up, centred) / std ** 3
        dmean = -up.sum() / std
        dxs.append(up / std + 2 * dvariance * centred / n + dmean / n)
        dgammas.append(np.dot(dout[:, j], centred) / std)
        dbetas.append(dout[:, j].sum())
    return np.stack(dxs, axis=1), np.array(dgammas), np.array(dbetas)
