# Step-by-step backward pass; long tuple as cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        sample_mean = np.mean(x, axis=0)
        sample_var = np.var(x, axis=0)
        shifted_x = x - sample_mean
        root = np.sqrt(sample_var + eps)
        normalized = shifted_x / root
        scaled = gamma * normalized
        out = scaled + beta
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * sample_mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * sample_var
        return out, (x, gamma, shifted_x, root)
    elif mode == "test":
        normalized = (x - running_mean) / np.sqrt(running_var + eps)
        return gamma * normalized + beta, None
    else:
        raise ValueError("Invalid forward batchnorm mode")


def batchnorm_backward(dout, cache):
    x, gamma, shifted_x, root = cache
    N = x.shape[0]

    # out = scaled + beta
    dscaled = dout
    dbeta = dout.sum(axis=0)
    # scaled = gamma * x
    dgamma = (dscaled * x).sum(axis=0)
    dnormalized = dscaled * gamma
    # normalized = shifted_x / root
    dshifted = dnormalized / root
    droot = -(dnormalized * shifted_x).sum(axis=0) / root**2
    # root = sqrt(var + eps)
    dvar = droot / (2 * root)
    # var = mean(shifted ** 2)
    dshifted = dshifted + 2 * shifted_x * dvar / N
    # shifted = x - mean
    dx = dshifted - dshifted.mean(axis=0)
    return dx, dgamma, dbeta
