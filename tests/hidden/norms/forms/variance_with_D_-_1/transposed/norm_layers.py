def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    columns = x.T
    mu = columns.mean(axis=0)
    shifted = columns - mu
    variance = (shifted * shifted).sum(axis=0) / (len(columns) - 1)
    root = np.sqrt(variance + eps)
    hat = shifted / root
    y = gamma[:, np.newaxis] * hat + beta[:, np.newaxis]
    return y.T, (hat, root, gamma)


def layernorm_backward(dout, cache):
    hat, root, gamma = cache
    d = dout.T
    features = d.shape[0]
    dgamma, dbeta = (d * hat).sum(axis=1), d.sum(axis=1)
    dhat = d * gamma[:, np.newaxis]
    dvar = np.sum(dhat * hat, axis=0) * -0.5 / root**2
    dmean = -np.sum(dhat, axis=0) / root
    dx = dhat / root
    dx = dx + dvar * 2 * (hat * root) / (features - 1)
    dx = dx + dmean / features
    return dx.T, dgamma, dbeta
