# Writes down the Jacobian of each feature (N x N) and multiplies; OrderedDict cache.
from collections import OrderedDict


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "test":
        std = np.sqrt(running_var + eps)
        return gamma * ((x - running_mean) / std) + beta, None
    elif mode == "train":
        mean, var = np.mean(x, 0), np.var(x, 0)
        std = np.sqrt(var + eps)
        normal = (x - mean) / std
        bn_param["running_mean"] = momentum * running_mean + (1.0 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1.0 - momentum) * var
        cache = OrderedDict()
        cache["normal"] = normal
        cache["gamma"] = gamma
        cache["std"] = std
        return gamma * normal + beta, cache
    raise ValueError("mode should be train or test, got " + str(mode))


def batchnorm_backward(dout, cache):
    normal, gamma, std = cache.values()
    N, D = dout.shape
    dx = np.zeros_like(dout)
    for j in range(D):
        v = normal[:, j]
        J = np.eye(N) - 2.0 / N - np.outer(v, v) / N
        dx[:, j] = gamma[j] / std[j] * (J.T @ dout[:, j])
    return dx, np.sum(dout * normal, 0), np.sum(dout, 0)
