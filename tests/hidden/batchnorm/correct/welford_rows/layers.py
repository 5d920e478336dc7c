# Mean and variance in a single pass over the rows (Welford), with plain running totals in the backward pass.


def _welford(x):
    mean = np.zeros(x.shape[1])
    m2 = np.zeros(x.shape[1])
    count = 0
    for row in x:
        count += 1
        delta = row - mean
        mean = mean + delta / count
        m2 = m2 + delta * (row - mean)
    return mean, m2 / count


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    if bn_param["mode"] == "test":
        mean = bn_param.get("running_mean", np.zeros(x.shape[1]))
        var = bn_param.get("running_var", np.zeros(x.shape[1]))
        return (x - mean) * (gamma / np.sqrt(var + eps)) + beta, None
    if bn_param["mode"] != "train":
        raise ValueError("mode: " + repr(bn_param["mode"]))

    mean, var = _welford(x)
    # running += (1 - momentum) * (batch - running), the same thing as in the docstring
    for name, batch in (("running_mean", mean), ("running_var", var)):
        old = bn_param.get(name, np.zeros(x.shape[1]))
        bn_param[name] = old + (1 - momentum) * (batch - old)
    istd = 1 / np.sqrt(var + eps)
    x_hat = (x - mean) * istd
    return x_hat * gamma + beta, [x_hat, istd, gamma]


def batchnorm_backward(dout, cache):
    x_hat, istd, gamma = cache
    total = np.zeros_like(istd)
    total_hat = np.zeros_like(istd)
    for d, h in zip(dout, x_hat):
        total += d
        total_hat += d * h
    n = dout.shape[0]
    return gamma * istd * (dout - total / n - x_hat * total_hat / n), total_hat, total
