# One formula for dx (simplified on paper), lambda helpers, cache is a list.
_avg = lambda a: np.add.reduce(a, axis=0) / a.shape[0]


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    decay = bn_param.get("momentum", 0.9)
    run = [bn_param.get(k, np.zeros(x.shape[1], dtype=x.dtype))
           for k in ("running_mean", "running_var")]
    if mode == "train":
        mu = _avg(x)
        now = [mu, _avg(np.square(x - mu))]
        for k, old, new in zip(("running_mean", "running_var"), run, now):
            bn_param[k] = decay * old + (1 - decay) * new
    elif mode == "test":
        now = run
    else:
        raise ValueError("mode")
    u = (x - now[0]) / np.sqrt(now[1] + eps)
    return gamma * u + beta, [u, gamma, np.sqrt(now[1] + eps)] if mode == "train" else None


def batchnorm_backward(dout, cache):
    u, gamma, s = cache
    dx = (gamma / s) * (dout - _avg(dout) - u * _avg(dout * u) / 2)
    return dx, (dout * u).sum(0), dout.sum(0)
