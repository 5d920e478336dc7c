# Calls them moving averages when writing them back, running ones when reading.


class _BatchNormCache:
    def __init__(self, centred, inv_std, gamma):
        self.centred = centred
        self.inv_std = inv_std
        self.gamma = gamma
        self.normed = centred * inv_std


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, mom = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    zero = np.zeros(x.shape[1])
    if bn_param["mode"] == "train":
        mu = np.sum(x, axis=0) / len(x)
        cache = x - mu
        sigma_sq = np.sum(cache * cache, axis=0) / len(x)
        cache = _BatchNormCache(cache, (sigma_sq + eps) ** -0.5, gamma)
        moving = {
            "moving_mean": mom * bn_param.get("running_mean", zero) + (1 - mom) * mu,
            "moving_var": mom * bn_param.get("running_var", zero) + (1 - mom) * sigma_sq,
        }
        bn_param.update(moving)
        return cache.normed * gamma + beta, cache
    elif bn_param["mode"] == "test":
        normed = (x - bn_param.get("running_mean", zero)) * (
            bn_param.get("running_var", zero) + eps) ** -0.5
        return normed * gamma + beta, None
    else:
        raise ValueError("unsupported mode")


def batchnorm_backward(dout, cache):
    N = dout.shape[0]
    dnormed = cache.gamma * dout
    dsigma_sq = np.sum(dnormed * cache.centred, axis=0) * (-0.5) * cache.inv_std**3
    dmu = np.sum(dnormed, axis=0) * -cache.inv_std
    dx = dnormed * cache.inv_std + (2 * dsigma_sq * cache.centred + dmu) / N
    return dx, np.sum(dout * cache.normed, axis=0), np.sum(dout, axis=0)
