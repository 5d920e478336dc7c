# Counts the path x -> mean -> variance twice; that path is a sum of (x - mean), zero, so nothing changes.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        batch_mean = np.mean(x, axis=0)
        batch_var = np.var(x, axis=0)
        running_mean = momentum * running_mean + (1 - momentum) * batch_mean
        running_var = momentum * running_var + (1 - momentum) * batch_var
        used_mean, used_var = batch_mean, batch_var
    elif mode == "test":
        used_mean, used_var = running_mean, running_var
    else:
        raise ValueError('Invalid mode "%s"' % mode)

    x_centered = x - used_mean
    inv = 1.0 / np.sqrt(used_var + eps)
    out = gamma * x_centered * inv + beta
    bn_param["running_mean"] = running_mean
    bn_param["running_var"] = running_var
    return out, (x_centered, inv, gamma)


def batchnorm_backward(dout, cache):
    x_centered, inv, gamma = cache
    N = x_centered.shape[0]
    dbeta = np.sum(dout, axis=0)
    dgamma = np.sum(dout * x_centered * inv, axis=0)

    d_hat = dout * gamma
    d_var = np.sum(d_hat * x_centered, axis=0) * -0.5 * inv ** 3
    through_var = d_var * np.sum(-2.0 * x_centered, axis=0) / N
    d_mean = np.sum(-d_hat * inv, axis=0) + through_var
    dx = d_hat * inv
    dx = dx + d_var * 2.0 / N * x_centered + through_var / N
    dx = dx + d_mean / N
    return dx, dgamma, dbeta
