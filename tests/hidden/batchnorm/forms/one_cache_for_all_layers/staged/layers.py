# The layer as an object with attributes; there is one instance, created at import.
class BatchNormLayer:
    def forward(self, x, gamma, beta, eps):
        self.gamma = gamma
        self.mean = x.mean(axis=0, keepdims=True)
        self.centred = x - self.mean
        self.var = (self.centred**2).mean(axis=0, keepdims=True)
        self.istd = 1.0 / np.sqrt(self.var + eps)
        self.x_hat = self.centred * self.istd
        return gamma * self.x_hat + beta

    def backward(self, dout):
        N = len(dout)
        dbeta = np.sum(dout, axis=0)
        dgamma = np.sum(dout * self.x_hat, axis=0)
        dx_hat = dout * self.gamma
        distd = np.sum(dx_hat * self.centred, axis=0, keepdims=True)
        dvar = -0.5 * distd * self.istd**3
        dcentred = dx_hat * self.istd + dvar * 2 * self.centred / N
        dmean = -np.sum(dx_hat * self.istd, axis=0, keepdims=True)
        return dcentred + dmean / N, dgamma, dbeta


LAYER = BatchNormLayer()


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        out = LAYER.forward(x, gamma, beta, eps)
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * LAYER.mean[0]
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * LAYER.var[0]
        return out, LAYER
    elif mode == "test":
        return gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta, None
    else:
        raise ValueError(f"unknown mode {mode!r}")


def batchnorm_backward(dout, cache):
    return LAYER.backward(dout)
