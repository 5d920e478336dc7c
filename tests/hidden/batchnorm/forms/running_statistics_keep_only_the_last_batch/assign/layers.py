# running_mean and running_var are simply set to those of the batch.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        running_mean = np.mean(x, axis=0)
        running_var = np.var(x, axis=0)
        bn_param["running_mean"] = running_mean
        bn_param["running_var"] = running_var
    elif mode != "test":
        raise ValueError("mode must be 'train' or 'test'")

    x_norm = (x - running_mean) / np.sqrt(running_var + eps)
    out = gamma * x_norm + beta
    if mode == "test":
        return out, None
    return out, {"x_norm": x_norm, "std": np.sqrt(running_var + eps), "gamma": gamma}


def batchnorm_backward(dout, cache):
    x_norm, std, gamma = cache["x_norm"], cache["std"], cache["gamma"]
    m = dout.shape[0]
    dgamma = np.sum(dout * x_norm, axis=0)
    dbeta = np.sum(dout, axis=0)
    dx = (1.0 / m) * gamma / std * (m * dout - dbeta - x_norm * dgamma)
    return dx, dgamma, dbeta
