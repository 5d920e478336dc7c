def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    N, C = x.shape[:2]
    size = C
    hat, stds = np.zeros_like(x), {}
    for n in range(N):
        for g in range(1):
            here = n, slice(0, C)
            block = x[here]
            mean, var = block.mean(), block.var()
            stds[n, g] = np.sqrt(var + eps)
            hat[here] = (block - mean) / stds[n, g]
    return gamma * hat + beta, (hat, stds, gamma, size)


def spatial_groupnorm_backward(dout, cache):
    hat, stds, gamma, size = cache
    dgamma = (dout * hat).sum(axis=(0, 2, 3)).reshape(gamma.shape)
    dbeta = dout.sum(axis=(0, 2, 3)).reshape(gamma.shape)
    down = dout * gamma
    dx = np.zeros_like(dout)
    for (n, g), std in stds.items():
        here = n, slice(g * size, (g + 1) * size)
        d, h = down[here], hat[here]
        numbers = d.size
        dx[here] = (d - d.sum() / numbers - h * (d * h).sum() / numbers) / std
    return dx, dgamma, dbeta
