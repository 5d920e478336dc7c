# One helper for both modes, which adds eps to np.std to avoid dividing by zero.


def _normalize(x, mean, std, eps):
    denominator = std + eps
    return (x - mean) / denominator, denominator


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    zeros = np.zeros(x.shape[1], dtype=x.dtype)
    running_mean = bn_param.get("running_mean", zeros)
    running_var = bn_param.get("running_var", zeros)

    if bn_param["mode"] == "train":
        mean, std = np.mean(x, axis=0), np.std(x, axis=0)
        normed, denominator = _normalize(x, mean, std, eps)
        bn_param.update(
            running_mean=momentum * running_mean + (1 - momentum) * mean,
            running_var=momentum * running_var + (1 - momentum) * std**2,
        )
        return normed * gamma + beta, {"normed": normed, "den": denominator, "gamma": gamma}
    if bn_param["mode"] == "test":
        normed, _ = _normalize(x, running_mean, np.sqrt(running_var), eps)
        return normed * gamma + beta, None
    raise ValueError("mode must be train or test")


def batchnorm_backward(dout, cache):
    normed, gamma = cache["normed"], cache["gamma"]
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * normed, axis=0)
    dnormed = dout * gamma
    dx = dnormed - dnormed.mean(axis=0) - normed * np.mean(dnormed * normed, axis=0)
    return dx / cache["den"], dgamma, dbeta
