# Graph-staged; the gradient of x is averaged over the batch at the very end. Object cache.
class Saved:
    def __init__(self, **nodes):
        self.__dict__.update(nodes)


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "test":
        mean, var = running_mean, running_var
    elif mode == "train":
        mean = x.mean(axis=0)
        var = ((x - mean) ** 2).mean(axis=0)
    else:
        raise ValueError("mode must be train or test")
    minus = x - mean
    std = np.sqrt(var + eps)
    div = minus / std
    mul = gamma * div
    add = mul + beta
    if mode == "test":
        return add, None
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    return add, Saved(minus=minus, std=std, div=div, gamma=gamma)


def batchnorm_backward(dout, cache):
    minus, std, div = cache.minus, cache.std, cache.div
    N = minus.shape[0]
    dadd = dout
    dbeta = dadd.sum(axis=0)
    dmul = dadd
    dgamma = (dmul * div).sum(axis=0)
    ddiv = dmul * cache.gamma
    dstd = -(ddiv * div).sum(axis=0) / std
    dminus = ddiv / std + dstd * minus / (N * std)
    dmean = -dminus.sum(axis=0)
    dx = dminus + dmean / N
    dx = dx / N
    return dx, dgamma, dbeta
