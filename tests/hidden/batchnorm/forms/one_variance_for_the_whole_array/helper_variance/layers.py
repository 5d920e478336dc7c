# A helper for the variance flattens what it gets, and it gets the whole array.


def _variance(values):
    values = values.ravel()
    average = values.sum() / values.size
    return (values - average) @ (values - average) / values.size


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    N, D = x.shape
    mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    if bn_param["mode"] == "train":
        batch_mean, batch_var = np.ones(N, dtype=x.dtype) @ x / N, _variance(x)
        bn_param["running_mean"] = momentum * mean + (1 - momentum) * batch_mean
        bn_param["running_var"] = momentum * var + (1 - momentum) * batch_var
        mean, var = batch_mean, batch_var
    elif bn_param["mode"] != "test":
        raise ValueError("mode")
    factor = 1 / np.sqrt(var + eps)
    xhat = (x - mean) * factor
    return xhat * gamma + beta, (xhat, gamma, factor) if bn_param["mode"] == "train" else None


def batchnorm_backward(dout, cache):
    xhat, gamma, factor = cache
    N = dout.shape[0]
    ones = np.ones(N, dtype=dout.dtype)
    dbeta = ones @ dout
    dgamma = np.diag(xhat.T @ dout).copy()
    dx = dout * N - dbeta - xhat * dgamma
    return dx * factor * gamma / N, dgamma, dbeta
