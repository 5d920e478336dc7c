# Steps as in the paper (dl/dx_hat, dl/dvar, dl/dmean, dl/dx), dict cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    cache = None
    if mode == "train":
        mu_B = x.mean(axis=0)
        sigma2_B = ((x - mu_B) ** 2).mean(axis=0)
        x_hat = (x - mu_B) / np.sqrt(sigma2_B + eps)
        y = gamma * x_hat + beta
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mu_B
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * sigma2_B
        cache = {
            "x": x,
            "mu": mu_B,
            "sigma2": sigma2_B,
            "x_hat": x_hat,
            "gamma": gamma,
            "eps": eps,
        }
    elif mode == "test":
        y = gamma / np.sqrt(running_var + eps) * (x - running_mean) + beta
    else:
        raise ValueError("mode is neither train nor test")
    return y, cache


def batchnorm_backward(dout, cache):
    m = dout.shape[0]
    centered = cache["x"] - cache["mu"]
    var_eps = cache["sigma2"] + cache["eps"]

    dl_dx_hat = dout * cache["gamma"]
    dl_dvar = np.sum(dl_dx_hat * centered, axis=0) * 0.5 * var_eps ** (-1.5)
    dl_dmean = np.sum(dl_dx_hat * -1 / np.sqrt(var_eps), axis=0)
    dl_dx = dl_dx_hat / np.sqrt(var_eps) + dl_dvar * 2 * centered / m + dl_dmean / m
    dl_dgamma = np.sum(dout * cache["x_hat"], axis=0)
    dl_dbeta = np.sum(dout, axis=0)
    return dl_dx, dl_dgamma, dl_dbeta
