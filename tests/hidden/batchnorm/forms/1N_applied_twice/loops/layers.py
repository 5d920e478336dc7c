# Python loops over features with a small helper for the mean of a list; list cache.
def _list_mean(values):
    return sum(values) / len(values)


def batchnorm_forward(x, gamma, beta, bn_param):
    mode, D = bn_param["mode"], x.shape[1]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    old_mean = bn_param.get("running_mean", np.zeros(D))
    old_var = bn_param.get("running_var", np.zeros(D))
    out = np.zeros_like(x)
    if mode == "train":
        cache, mean, var = [], [], []
        for j in range(D):
            values = list(x[:, j])
            mu = _list_mean(values)
            s2 = _list_mean([(v - mu) ** 2 for v in values])
            sd = np.sqrt(s2 + eps)
            hat = [(v - mu) / sd for v in values]
            out[:, j] = [gamma[j] * h + beta[j] for h in hat]
            cache.append([hat, sd, gamma[j]])
            mean.append(mu)
            var.append(s2)
        bn_param["running_mean"] = momentum * old_mean + (1 - momentum) * np.array(mean)
        bn_param["running_var"] = momentum * old_var + (1 - momentum) * np.array(var)
        return out, cache
    elif mode == "test":
        for j in range(D):
            sd = np.sqrt(old_var[j] + eps)
            out[:, j] = [gamma[j] * (v - old_mean[j]) / sd + beta[j] for v in x[:, j]]
        return out, None
    raise ValueError("Not a mode: %r" % mode)


def batchnorm_backward(dout, cache):
    N, D = dout.shape
    dx = np.zeros_like(dout)
    dgamma, dbeta = np.zeros(D), np.zeros(D)
    for j in range(D):
        hat, sd, g = cache[j]
        ds = list(dout[:, j])
        dbeta[j] = sum(ds)
        dgamma[j] = sum(d * h for d, h in zip(ds, hat))
        md = _list_mean(ds)
        mdh = _list_mean([d * h for d, h in zip(ds, hat)])
        dx[:, j] = [g / sd * (d - md - h * mdh) / N for d, h in zip(ds, hat)]
    return dx, dgamma, dbeta
