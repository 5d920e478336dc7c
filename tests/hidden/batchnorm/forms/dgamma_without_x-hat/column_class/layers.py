# A small class with the backward pass of one column, which knows x-hat and uses it for dx alone.


class _Column:
    def __init__(self, values, eps):
        self.mean = values.mean()
        self.var = values.var()
        self.std = np.sqrt(self.var + eps)
        self.normed = (values - self.mean) / self.std

    def back(self, upstream, gamma):
        d = upstream * gamma
        d = d - d.mean() - self.normed * (d * self.normed).mean()
        return d / self.std, upstream.sum(), upstream.sum()


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if bn_param["mode"] == "test":
        return (x - running_mean) / np.sqrt(running_var + eps) * gamma + beta, None
    if bn_param["mode"] != "train":
        raise ValueError("mode must be train or test")
    columns = [_Column(column, eps) for column in x.T]
    means = np.array([column.mean for column in columns])
    variances = np.array([column.var for column in columns])
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * means
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * variances
    normed = np.stack([column.normed for column in columns], axis=1)
    return gamma * normed + beta, (columns, gamma)


def batchnorm_backward(dout, cache):
    columns, gamma = cache
    parts = [column.back(dout[:, j], gamma[j]) for j, column in enumerate(columns)]
    dx = np.stack([part[0] for part in parts], axis=1)
    dgamma = np.array([part[1] for part in parts])
    dbeta = np.array([part[2] for part in parts])
    return dx, dgamma, dbeta
