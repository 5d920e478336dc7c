# N*dout - ... form of the gradient, dict cache, test mode first.
def batchnorm_forward(x, gamma, beta, bn_param):
    cfg = {"eps": 1e-5, "momentum": 0.9,
           "running_mean": np.zeros(x.shape[1], x.dtype),
           "running_var": np.zeros(x.shape[1], x.dtype)}
    cfg.update(bn_param)
    if cfg["mode"] == "test":
        z = (x - cfg["running_mean"]) / np.sqrt(cfg["running_var"] + cfg["eps"])
        return z * gamma + beta, None
    if cfg["mode"] == "train":
        mean, var = np.mean(x, axis=0), np.var(x, axis=0)
        inv_sigma = np.reciprocal(np.sqrt(var + cfg["eps"]))
        z = (x - mean) * inv_sigma
        p = cfg["momentum"]
        bn_param["running_mean"] = p * cfg["running_mean"] + (1 - p) * mean
        bn_param["running_var"] = p * cfg["running_var"] + (1 - p) * var
        return z * gamma + beta, {"z": z, "inv_sigma": inv_sigma, "gamma": gamma}
    raise ValueError("mode " + str(cfg["mode"]) + " does not exist")


def batchnorm_backward(dout, cache):
    z = cache["z"]
    N = z.shape[0]
    one = np.ones(N, dtype=dout.dtype)
    grad_scale = np.tensordot(one, dout * z, axes=1)
    grad_shift = np.tensordot(one, dout, axes=1)
    bracket = N * dout - grad_shift - z * grad_scale
    dx = cache["gamma"] * cache["inv_sigma"] * bracket / N
    return dx, grad_shift, grad_scale
