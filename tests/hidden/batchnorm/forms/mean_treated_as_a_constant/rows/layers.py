# Walks over the batch row by row; the cache is a dict.
def batchnorm_forward(x, gamma, beta, bn_param):
    how = bn_param["mode"]
    eps = bn_param["eps"] if "eps" in bn_param else 1e-5
    keep = bn_param["momentum"] if "momentum" in bn_param else 0.9
    n = x.shape[0]
    run_m = bn_param["running_mean"] if "running_mean" in bn_param else np.zeros(x.shape[1])
    run_v = bn_param["running_var"] if "running_var" in bn_param else np.zeros(x.shape[1])

    y = np.empty(x.shape, x.dtype)
    if how == "train":
        avg = np.zeros(x.shape[1])
        for row in x:
            avg = avg + row / n
        spread = np.zeros(x.shape[1])
        for row in x:
            spread = spread + (row - avg) ** 2 / n
        sigma = np.sqrt(spread + eps)
        normed = []
        for i, row in enumerate(x):
            normed.append((row - avg) / sigma)
            y[i] = normed[-1] * gamma + beta
        bn_param["running_mean"] = keep * run_m + (1 - keep) * avg
        bn_param["running_var"] = keep * run_v + (1 - keep) * spread
        return y, dict(normed=normed, sigma=sigma, gamma=gamma)
    elif how == "test":
        for i, row in enumerate(x):
            y[i] = (row - run_m) / np.sqrt(run_v + eps) * gamma + beta
        return y, None
    else:
        raise ValueError("I only know train and test, not %r" % (how,))


def batchnorm_backward(dout, cache):
    normed, sigma, gamma = cache["normed"], cache["sigma"], cache["gamma"]
    n = len(normed)
    dgamma = sum(d * h for d, h in zip(dout, normed))
    dbeta = sum(d for d in dout)
    dx = np.empty(dout.shape, dout.dtype)
    for i in range(n):
        dx[i] = gamma / sigma * (dout[i] - normed[i] * dgamma / n)
    return dx, dgamma, dbeta
