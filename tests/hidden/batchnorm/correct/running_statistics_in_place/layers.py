# The arrays of the running statistics stay the same objects and are updated in place; setdefault for all that is missing.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.setdefault("eps", 1e-5)
    momentum = bn_param.setdefault("momentum", 0.9)
    running_mean = bn_param.setdefault("running_mean", np.zeros(x.shape[1]))
    running_var = bn_param.setdefault("running_var", np.zeros(x.shape[1]))

    if mode == "train":
        mean = np.mean(x, axis=0)
        x_hat = x - mean  # a new array: x is left alone
        var = np.mean(np.square(x_hat), axis=0)
        std = np.sqrt(var + eps)
        x_hat /= std

        running_mean *= momentum
        running_mean += (1 - momentum) * mean
        running_var *= momentum
        running_var += (1 - momentum) * var

        out = x_hat * gamma
        out += beta
        return out, (x_hat, std, gamma)
    elif mode == "test":
        out = x - running_mean
        out /= np.sqrt(running_var + eps)
        out *= gamma
        out += beta
        return out, None
    raise ValueError(f"{mode} is not a mode")


def batchnorm_backward(dout, cache):
    x_hat, std, gamma = cache
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = (dout * x_hat).sum(axis=0)
    dx = x_hat * (-dgamma / N)
    dx -= dbeta / N
    dx += dout
    dx *= gamma
    dx /= std
    return dx, dgamma, dbeta
