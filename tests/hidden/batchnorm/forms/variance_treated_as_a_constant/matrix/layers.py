# Centring written as a matrix product with C = I - 11'/N; the cache is a dict.
def _centring(n, dtype):
    return np.eye(n, dtype=dtype) - np.full((n, n), 1.0 / n, dtype=dtype)


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    r_mean = bn_param.get("running_mean", np.zeros(D, x.dtype))
    r_var = bn_param.get("running_var", np.zeros(D, x.dtype))
    if mode == "train":
        mean = np.average(x, axis=0)
        X0 = x - mean
        var = np.average(X0 ** 2, axis=0)
        S = np.sqrt(var + eps)
        Xh = X0 / S
        bn_param.update(
            running_mean=momentum * r_mean + (1 - momentum) * mean,
            running_var=momentum * r_var + (1 - momentum) * var,
        )
        return Xh * gamma + beta, {"Xh": Xh, "scale": gamma / S}
    elif mode == "test":
        return (x - r_mean) * (gamma / np.sqrt(r_var + eps)) + beta, None
    raise ValueError("mode has to be 'train' or 'test'")


def batchnorm_backward(dout, cache):
    Xh, scale = cache["Xh"], cache["scale"]
    C = _centring(dout.shape[0], dout.dtype)
    dbeta = np.ones(dout.shape[0], dout.dtype) @ dout
    dgamma = np.diagonal(dout.T @ Xh).copy()
    dx = (C @ dout) * scale
    return dx, dgamma, dbeta
