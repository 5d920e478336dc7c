# A helper wants mean and standard deviation, in both modes: from the batch, or as running ones.


def _standardised(x, mean, std, eps):
    denominator = np.sqrt(std * std + eps)
    return (x - mean) / denominator, denominator


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    old = [bn_param.get("running_mean", zeros), bn_param.get("running_var", zeros)]
    if bn_param["mode"] == "test":
        z, _ = _standardised(x, *old, eps)
        return z * gamma + beta, None
    if bn_param["mode"] == "train":
        new = [x.mean(axis=0), x.std(axis=0)]
        z, denominator = _standardised(x, *new, eps)
        averages = [momentum * a + (1 - momentum) * b for a, b in zip(old, new)]
        bn_param["running_mean"], bn_param["running_var"] = averages
        return z * gamma + beta, (z, gamma / denominator)
    raise ValueError("unknown mode")


def batchnorm_backward(dout, cache):
    z, slope = cache
    dgamma, dbeta = np.einsum("nd,nd->d", dout, z), dout.sum(axis=0)
    dx = dout - (np.ones_like(z) * dbeta + z * dgamma) / len(z)
    return dx * slope, dgamma, dbeta
