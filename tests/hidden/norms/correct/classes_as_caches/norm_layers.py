# One class normalizes over any axes; the cache is the object that went forward.


class Normalizer:
    def __init__(self, x, axes, eps):
        self.axes, self.x = axes, x
        self.mean = x.mean(axis=axes, keepdims=True)
        self.var = np.square(x - self.mean).mean(axis=axes, keepdims=True)
        self.std = np.sqrt(self.var + eps)
        self.hat = (x - self.mean) / self.std

    def scaled(self, gamma, beta, shape=None):
        self.shape = shape or self.x.shape
        self.gamma = gamma
        return gamma * self.hat.reshape(self.shape) + beta

    def backward(self, dout, over):
        d = (dout * self.gamma).reshape(self.x.shape)
        dmean = d.mean(axis=self.axes, keepdims=True)
        dalong = (d * self.hat).mean(axis=self.axes, keepdims=True)
        dx = ((d - dmean - self.hat * dalong) / self.std).reshape(self.shape)
        return dx, (dout * self.hat.reshape(self.shape)).sum(axis=over), dout.sum(axis=over)


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    column = (-1, 1, 1)
    norm = Normalizer(x, (0, 2, 3), bn_param.get("eps", 1e-5))
    names = ("running_mean", "running_var")
    running = [bn_param.get(name, np.zeros(x.shape[1])) for name in names]
    if bn_param["mode"] == "test":
        norm.std = np.sqrt(running[1].reshape(column) + bn_param.get("eps", 1e-5))
        norm.hat = (x - running[0].reshape(column)) / norm.std
    else:
        keep = bn_param.get("momentum", 0.9)
        for name, old, new in zip(names, running, (norm.mean, norm.var)):
            bn_param[name] = old + (1 - keep) * (new.ravel() - old)
    return norm.scaled(gamma.reshape(column), beta.reshape(column)), norm


def spatial_batchnorm_backward(dout, cache):
    return cache.backward(dout, (0, 2, 3))


def layernorm_forward(x, gamma, beta, ln_param):
    norm = Normalizer(x, 1, ln_param.get("eps", 1e-5))
    return norm.scaled(gamma, beta), norm


def layernorm_backward(dout, cache):
    return cache.backward(dout, 0)


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    N, C, H, W = x.shape
    norm = Normalizer(x.reshape(N, G, C // G, H, W), (2, 3, 4), gn_param.get("eps", 1e-5))
    return norm.scaled(gamma, beta, x.shape), norm


def spatial_groupnorm_backward(dout, cache):
    dx, dgamma, dbeta = cache.backward(dout, (0, 2, 3))
    return dx, dgamma[None, :, None, None], dbeta[None, :, None, None]
