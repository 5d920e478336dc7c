# A class with forward and backward methods does the work; the instance is the cache.
class _Normalizer:
    def __init__(self, eps):
        self.eps = eps

    def fit(self, x):
        self.x = x
        self.mean = x.mean(axis=0)
        self.var = np.mean((x - self.mean) ** 2, axis=0)
        return self

    def use(self, mean, var):
        self.mean, self.var = mean, var
        return self

    def apply(self, x, gamma, beta):
        self.gamma = gamma
        self.istd = 1 / np.sqrt(self.var + self.eps)
        return gamma * (x - self.mean) * self.istd + beta

    def grads(self, dout):
        n = len(dout)
        xh = (self.x - self.mean) * self.istd
        dx = dout - dout.sum(axis=0) / n - xh * (dout * xh).sum(axis=0) / n
        dx = dx * self.gamma * self.istd
        return dx, np.sum(self.x * dout, axis=0), np.sum(dout, axis=0)


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    norm = _Normalizer(bn_param.get("eps", 1e-5))
    if mode == "train":
        norm.fit(x)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * norm.mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * norm.var
        return norm.apply(x, gamma, beta), norm
    elif mode == "test":
        return norm.use(running_mean, running_var).apply(x, gamma, beta), None
    raise ValueError("mode must be 'train' or 'test', not {!r}".format(mode))


def batchnorm_backward(dout, cache):
    return cache.grads(dout)
