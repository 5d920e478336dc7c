# Train and test are two functions, chosen from a dict.


def _running(bn_param, D):
    return bn_param.setdefault("running_mean", np.zeros(D)), bn_param.setdefault("running_var", np.zeros(D))


def _train(x, gamma, beta, eps, bn_param):
    rm, rv = _running(bn_param, x.shape[1])
    momentum = bn_param.get("momentum", 0.9)
    mean = x.mean(axis=0)
    var = x.var(axis=0, ddof=0)
    bn_param["running_mean"] = rm * momentum + mean * (1 - momentum)
    bn_param["running_var"] = rv * momentum + var * (1 - momentum)
    inv = np.reciprocal(np.sqrt(var + eps))
    xn = (x - mean) * inv
    return xn * gamma + beta, (xn, inv, gamma)


def _test(x, gamma, beta, eps, bn_param):
    rm, rv = _running(bn_param, x.shape[1])
    return (x - rm) / np.sqrt(rv + eps) * gamma + beta, None


_MODES = {"train": _train, "test": _test}


def batchnorm_forward(x, gamma, beta, bn_param):
    try:
        function = _MODES[bn_param["mode"]]
    except KeyError:
        raise ValueError("mode must be one of " + ", ".join(_MODES)) from None
    return function(x, gamma, beta, bn_param.get("eps", 1e-5), bn_param)


def batchnorm_backward(dout, cache):
    xn, inv, gamma = cache
    # project dout away from the constant direction and from xn
    d = dout - dout.mean(axis=0)
    d = d - xn * np.mean(dout * xn, axis=0)
    return d * gamma * inv, np.sum(dout * xn, axis=0), np.sum(dout, axis=0)
