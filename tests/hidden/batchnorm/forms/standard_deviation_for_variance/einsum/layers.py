# einsum for every sum; the helper that should give the variance already takes the root.


def _moments(x):
    count = x.shape[0]
    first = np.einsum("nd->d", x) / count
    diff = x - first[None]
    second = np.sqrt(np.einsum("nd,nd->d", diff, diff) / count)
    return first, second


def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param["mode"] not in {"train", "test"}:
        raise ValueError("mode must be 'train' or 'test'")
    eps = bn_param.get("eps", 1e-5)
    alpha = bn_param.get("momentum", 0.9)
    old = [bn_param.get(k, np.zeros_like(x[0])) for k in ("running_mean", "running_var")]
    if bn_param["mode"] == "test":
        first, second = old
    else:
        first, second = _moments(x)
        for k, before, now in zip(("running_mean", "running_var"), old, (first, second)):
            bn_param[k] = alpha * before + (1 - alpha) * now
    inv = 1.0 / np.sqrt(second + eps)
    hat = np.einsum("nd,d->nd", x - first, inv)
    out = np.einsum("nd,d->nd", hat, gamma) + beta
    return out, ({"hat": hat, "inv": inv, "gamma": gamma} if bn_param["mode"] == "train" else None)


def batchnorm_backward(dout, cache):
    hat = cache["hat"]
    dbeta = np.einsum("nd->d", dout)
    dgamma = np.einsum("nd,nd->d", dout, hat)
    inner = dout - (dbeta + np.einsum("nd,d->nd", hat, dgamma)) / dout.shape[0]
    return np.einsum("d,d,nd->nd", cache["gamma"], cache["inv"], inner), dgamma, dbeta
