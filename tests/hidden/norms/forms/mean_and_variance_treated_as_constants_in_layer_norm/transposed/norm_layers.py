def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    columns = x.T
    mu = columns.mean(axis=0)
    shifted = columns - mu
    variance = (shifted * shifted).mean(axis=0)
    root = np.sqrt(variance + eps)
    hat = shifted / root
    y = gamma[:, np.newaxis] * hat + beta[:, np.newaxis]
    return y.T, (hat, root, gamma)


def layernorm_backward(dout, cache):
    hat, root, gamma = cache
    d = dout.T
    dgamma, dbeta = (d * hat).sum(axis=1), d.sum(axis=1)
    dhat = d * gamma[:, np.newaxis]
    dx = dhat / root
    return dx.T, dgamma, dbeta
