# The variance is the diagonal of the covariance matrix from np.cov.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        sample_mean = np.average(x, axis=0)
        # atleast_2d: with one feature np.cov gives a bare number
        covariance = np.atleast_2d(np.cov(x, rowvar=False, bias=True))
        if x.shape[0] == 1:
            covariance = np.zeros((x.shape[1], x.shape[1]))  # np.cov takes one row for a column
        sample_var = np.diag(covariance)
        bn_param["running_mean"] = momentum * running_mean + (1.0 - momentum) * sample_mean
        bn_param["running_var"] = momentum * running_var + (1.0 - momentum) * sample_var
        x_norm = (x - sample_mean) / np.sqrt(sample_var + eps)
        cache = (x, x_norm, sample_mean, sample_var, gamma, eps)
        return gamma * x_norm + beta, cache
    elif mode == "test":
        x_norm = (x - running_mean) / np.sqrt(running_var + eps)
        return gamma * x_norm + beta, None
    raise ValueError("mode has to be train or test")


def batchnorm_backward(dout, cache):
    x, x_norm, mean, var, gamma, eps = cache
    m = x.shape[0]
    dx_norm = dout * gamma
    dvar = (dx_norm * (x - mean) * (-0.5) * (var + eps) ** (-1.5)).sum(axis=0)
    dmean = (dx_norm * -1 / np.sqrt(var + eps)).sum(axis=0) + dvar * np.mean(-2 * (x - mean), axis=0)
    dx = dx_norm / np.sqrt(var + eps) + dvar * 2 * (x - mean) / m + dmean / m
    dgamma = (dout * x_norm).sum(axis=0)
    dbeta = dout.sum(axis=0)
    return dx, dgamma, dbeta
