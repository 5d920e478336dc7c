# Left all the debugging in: prints, warnings, asserts, a counter.
import warnings

DEBUG = True
n_forward = 0


def log(*args):
    if DEBUG:
        print("[bn]", *args)


def batchnorm_forward(x, gamma, beta, bn_param, verbose=True):
    global n_forward
    n_forward += 1
    mode = bn_param["mode"]
    log("forward number", n_forward, "mode", mode, "x", x.shape, x.dtype)
    if x.shape[0] < 2:
        warnings.warn("batch of one row: the variance is zero")
    if "eps" not in bn_param:
        warnings.warn("no eps given, taking 1e-5", UserWarning)
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        if verbose:
            log("mean", mean, "\nvar", var)
        assert mean.shape == gamma.shape == (x.shape[1],)
        xc = x - mean
        std = np.sqrt(var + eps)
        xn = xc / std
        out = gamma * xn + beta
        bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
        cache = dict(xc=xc, xn=xn, std=std, gamma=gamma)
    elif mode == "test":
        log("running mean", running_mean)
        out = gamma * (x - running_mean) / np.sqrt(running_var + eps) + beta
        cache = {}
    else:
        raise ValueError("mode %s??" % mode)
    log("out", out[:2])
    return out, cache


def batchnorm_backward(dout, cache):
    xc, xn, std, gamma = cache["xc"], cache["xn"], cache["std"], cache["gamma"]
    N = dout.shape[0]
    dbeta = dout.sum(axis=0)
    dgamma = np.sum(xn * dout, axis=0)
    dxn = gamma * dout
    dxc = dxn / std
    dstd = -np.sum((dxn * xc) / (std * std), axis=0)
    dvar = 0.5 * dstd / std
    dxc += (2.0 / N) * xc * dvar
    dmu = np.sum(dxc, axis=0)
    dx = dxc - dmu / N
    print("max |dx|", np.abs(dx).max(), "sum of dx", dx.sum(axis=0))
    return dx, dgamma, dbeta
