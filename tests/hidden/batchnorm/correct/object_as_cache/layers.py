# A class does the work; the cache is the object; defaults are class attributes.


class BatchNormalizer:
    EPS = 1e-5
    MOMENTUM = 0.9
    MODES = ("train", "test")
    calls = 0

    def __init__(self, gamma, beta, bn_param):
        type(self).calls += 1
        self.gamma, self.beta, self.bn_param = gamma, beta, bn_param
        self.mode = bn_param["mode"]
        if self.mode not in self.MODES:
            raise ValueError("mode %r is not one of %s" % (self.mode, self.MODES))
        self.eps = bn_param.get("eps", self.EPS)
        self.momentum = bn_param.get("momentum", self.MOMENTUM)

    def _old(self, name, like):
        if name in self.bn_param:
            return self.bn_param[name]
        return np.zeros(like.shape[1:], dtype=like.dtype)

    def _statistics(self, x):
        if self.mode == "test":
            return self._old("running_mean", x), self._old("running_var", x)
        mean, var = x.mean(axis=0), x.var(axis=0)
        for name, value in [("running_mean", mean), ("running_var", var)]:
            self.bn_param[name] = self.momentum * self._old(name, x) + (1 - self.momentum) * value
        return mean, var

    def forward(self, x):
        mean, var = self._statistics(x)
        self.std = np.sqrt(var + self.eps)
        self.x_hat = (x - mean) / self.std
        return self.gamma * self.x_hat + self.beta

    def backward(self, dout):
        dgamma = (dout * self.x_hat).sum(axis=0)
        dbeta = dout.sum(axis=0)
        N = len(dout)
        dx = self.gamma / (N * self.std) * (N * dout - dbeta - self.x_hat * dgamma)
        return dx, dgamma, dbeta


def batchnorm_forward(x, gamma, beta, bn_param):
    layer = BatchNormalizer(gamma, beta, bn_param)
    return layer.forward(x), layer


def batchnorm_backward(dout, cache):
    return cache.backward(dout)
