# Centre first, then a tail that both modes share. Only the train branch centres.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    training = {"train": True, "test": False}.get(bn_param["mode"])
    if training is None:
        raise ValueError("mode is neither train nor test")

    mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if training:
        batch_mean = np.average(x, axis=0)
        x = x - batch_mean
        batch_var = np.average(x * x, axis=0)
        bn_param["running_mean"] = momentum * mean + (1 - momentum) * batch_mean
        bn_param["running_var"] = momentum * var + (1 - momentum) * batch_var
        var = batch_var

    inv_std = 1 / np.sqrt(var + eps)
    normed = x * inv_std
    out = normed * gamma + beta
    return out, (normed, inv_std, gamma) if training else None


def batchnorm_backward(dout, cache):
    normed, inv_std, gamma = cache
    n, d = dout.shape
    dx = np.empty_like(dout)
    for j in range(d):
        h = normed[:, j]
        jacobian = (np.eye(n) - 1 / n - np.outer(h, h) / n) * inv_std[j]
        dx[:, j] = jacobian @ (gamma[j] * dout[:, j])
    return dx, np.sum(dout * normed, axis=0), np.sum(dout, axis=0)
