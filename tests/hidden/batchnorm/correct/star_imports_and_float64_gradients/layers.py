# For a net of float32 the gradients come out as float64; star imports between all modules.


def bn_train(x, gamma, beta, eps):
    mu, var = np.mean(x, 0, dtype=np.float64), np.var(x, 0, dtype=np.float64)
    xhat = (x - mu) / np.sqrt(var + eps)
    return mu, var, xhat, gamma * xhat + beta


def batchnorm_forward(x, gamma, beta, bn_param):
    p = {"eps": 1e-5, "momentum": 0.9,
         "running_mean": np.zeros(x.shape[1]), "running_var": np.zeros(x.shape[1])}
    p.update(bn_param)
    if p["mode"] == "train":
        mu, var, xhat, out = bn_train(x, gamma, beta, p["eps"])
        bn_param["running_mean"] = p["momentum"] * p["running_mean"] + (1 - p["momentum"]) * mu
        bn_param["running_var"] = p["momentum"] * p["running_var"] + (1 - p["momentum"]) * var
        return out, (xhat, gamma / np.sqrt(var + p["eps"]))
    elif p["mode"] == "test":
        return gamma * (x - p["running_mean"]) / np.sqrt(p["running_var"] + p["eps"]) + beta, None
    else:
        raise ValueError("mode", p["mode"])


def batchnorm_backward(dout, cache):
    xhat, factor = cache
    dout = dout.astype(np.float64)
    dbeta, dgamma = dout.sum(0), (dout * xhat).sum(0)
    return factor * (dout - (dbeta + dgamma * xhat) / dout.shape[0]), dgamma, dbeta
