def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    hat, stds = np.zeros_like(x), np.zeros(x.shape[1])
    for j in range(x.shape[1]):
        column = x[:, j]
        stds[j] = np.sqrt(((column - column.mean()) ** 2).mean() + eps)
        hat[:, j] = (column - column.mean()) / stds[j]
    return hat * gamma + beta, (hat, stds, gamma)


def layernorm_backward(dout, cache):
    hat, stds, gamma = cache
    dx, dgamma, dbeta = np.zeros_like(dout), np.zeros_like(stds), np.zeros_like(stds)
    for j, std in enumerate(stds):
        d, h = dout[:, j], hat[:, j]
        dgamma[j], dbeta[j] = (d * h).sum(), d.sum()
        dx[:, j] = gamma[j] / std * (d - d.mean() - h * (d * h).mean())
    return dx, dgamma, dbeta
