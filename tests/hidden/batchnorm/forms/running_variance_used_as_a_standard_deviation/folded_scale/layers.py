# Testing folds everything into one scale and one shift per feature; the scale lacks the root.


def _forward_train(x, gamma, beta, bn_param, eps):
    n, d = x.shape
    mean = x.sum(0) / n
    x0 = x - mean
    var = (x0**2).sum(0) / n
    r = (var + eps) ** -0.5
    mom = bn_param.get("momentum", 0.9)
    bn_param["running_mean"] = mom * bn_param.get("running_mean", np.zeros(d)) + (1 - mom) * mean
    bn_param["running_var"] = mom * bn_param.get("running_var", np.zeros(d)) + (1 - mom) * var
    return x0 * r * gamma + beta, (x0, r, gamma)


def _forward_test(x, gamma, beta, bn_param, eps):
    d = x.shape[1]
    scale = gamma / (bn_param.get("running_var", np.zeros(d)) + eps)
    return (x - bn_param.get("running_mean", np.zeros(d))) * scale + beta, None


def batchnorm_forward(x, gamma, beta, bn_param):
    modes = {"train": _forward_train, "test": _forward_test}
    if bn_param["mode"] not in modes:
        raise ValueError("possible modes: " + ", ".join(modes))
    return modes[bn_param["mode"]](x, gamma, beta, bn_param, bn_param.get("eps", 1e-5))


def batchnorm_backward(dout, cache):
    x0, r, gamma = cache
    n = x0.shape[0]
    d_norm = dout * gamma
    d_r = (d_norm * x0).sum(0)
    d_var = -0.5 * r**3 * d_r
    d_x0 = d_norm * r + d_var * 2 * x0 / n
    d_mean = -d_x0.sum(0)
    return d_x0 + d_mean / n, (dout * x0 * r).sum(0), dout.sum(0)
