def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    C = x.shape[1]
    size = C // G
    hat, stds = np.zeros_like(x), {}
    for g in range(G):
        here = slice(None), slice(g * size, (g + 1) * size)
        block = x[here]
        mean, var = block.mean(), block.var()
        stds[g] = np.sqrt(var + eps)
        hat[here] = (block - mean) / stds[g]
    return gamma * hat + beta, (hat, stds, gamma, size)


def spatial_groupnorm_backward(dout, cache):
    hat, stds, gamma, size = cache
    dgamma = (dout * hat).sum(axis=(0, 2, 3)).reshape(gamma.shape)
    dbeta = dout.sum(axis=(0, 2, 3)).reshape(gamma.shape)
    down = dout * gamma
    dx = np.zeros_like(dout)
    for g, std in stds.items():
        here = slice(None), slice(g * size, (g + 1) * size)
        d, h = down[here], hat[here]
        numbers = d.size
        dx[here] = (d - d.sum() / numbers - h * (d * h).sum() / numbers) / std
    return dx, dgamma, dbeta
