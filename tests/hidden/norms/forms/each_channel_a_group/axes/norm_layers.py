def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    mu = x.mean(axis=(2, 3), keepdims=True)
    sigma = np.sqrt(x.var(axis=(2, 3), keepdims=True) + eps)
    hat = (x - mu) / sigma
    return gamma * hat + beta, (hat, sigma, gamma)


def spatial_groupnorm_backward(dout, cache):
    hat, sigma, gamma = cache
    d = dout * gamma
    dx = d - d.mean(axis=(2, 3), keepdims=True)
    dx = (dx - hat * (d * hat).mean(axis=(2, 3), keepdims=True)) / sigma
    dgamma = (dout * hat).sum(axis=(0, 2, 3), keepdims=True)
    return dx, dgamma, dout.sum(axis=(0, 2, 3), keepdims=True)
