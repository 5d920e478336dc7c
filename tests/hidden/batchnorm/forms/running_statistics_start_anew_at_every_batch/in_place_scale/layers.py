# Fresh accumulators in a class, filled with (1 - momentum) * batch by +=.


class _Accumulator:
    def __init__(self, size, momentum):
        self.value = np.zeros(size)
        self.momentum = momentum

    def add(self, batch):
        self.value *= self.momentum
        self.value += (1 - self.momentum) * batch
        return self.value


def batchnorm_forward(x, gamma, beta, bn_param):
    momentum = bn_param.get("momentum", 0.9)
    eps = bn_param.get("eps", 1e-5)
    size = x.shape[1]
    mean_acc, var_acc = _Accumulator(size, momentum), _Accumulator(size, momentum)
    if bn_param["mode"] == "train":
        mu = np.einsum("bf->f", x) / x.shape[0]
        dev = x - mu
        sq = np.einsum("bf,bf->f", dev, dev) / x.shape[0]
        bn_param["running_mean"] = mean_acc.add(mu)
        bn_param["running_var"] = var_acc.add(sq)
        inv = 1.0 / np.sqrt(sq + eps)
        return np.einsum("bf,f,f->bf", dev, inv, gamma) + beta, {"dev": dev, "inv": inv, "g": gamma}
    if bn_param["mode"] == "test":
        mu = bn_param.get("running_mean", mean_acc.value)
        inv = 1.0 / np.sqrt(bn_param.get("running_var", var_acc.value) + eps)
        return np.einsum("bf,f,f->bf", x - mu, inv, gamma) + beta, None
    raise ValueError("mode: train | test")


def batchnorm_backward(dout, cache):
    hat = np.einsum("bf,f->bf", cache["dev"], cache["inv"])
    dbeta = np.einsum("bf->f", dout)
    dgamma = np.einsum("bf,bf->f", dout, hat)
    rest = dout - dbeta / dout.shape[0] - np.einsum("bf,f->bf", hat, dgamma) / dout.shape[0]
    return np.einsum("bf,f,f->bf", rest, cache["g"], cache["inv"]), dgamma, dbeta
