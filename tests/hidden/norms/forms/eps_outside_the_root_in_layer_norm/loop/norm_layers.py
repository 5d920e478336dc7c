def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    out, hats, stds = np.empty_like(x), np.empty_like(x), []
    for i, row in enumerate(x):
        mean = sum(row) / len(row)
        var = sum((value - mean) ** 2 for value in row) / len(row)
        std = var**0.5 + eps
        hats[i] = (row - mean) / std
        out[i] = gamma * hats[i] + beta
        stds.append(std)
    return out, [hats, stds, gamma]


def layernorm_backward(dout, cache):
    hats, stds, gamma = cache
    dx = np.empty_like(dout)
    dgamma, dbeta = np.zeros_like(gamma), np.zeros_like(gamma)
    for i, up in enumerate(dout):
        dgamma = dgamma + up * hats[i]
        dbeta = dbeta + up
        down = up * gamma
        dx[i] = down - down.mean()
        dx[i] = dx[i] - hats[i] * (down * hats[i]).mean()
        dx[i] = dx[i] / stds[i]
    return dx, dgamma, dbeta
