def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    out, hats, stds = np.empty_like(x), np.empty_like(x), []
    for i, row in enumerate(x):
        mean = sum(row) / len(row)
        var = sum((value - mean) ** 2 for value in row) / len(row)
        std = (var + eps) ** 0.5
        hats[i] = (row - mean) / std
        out[i] = gamma * hats[i] + beta
        stds.append(std)
    return out, [hats, stds, gamma]


def layernorm_backward(dout, cache):
    hats, stds, gamma = cache
    dgamma, dbeta = np.sum(dout * hats, 0), np.sum(dout, 0)
    down = dout * gamma
    dx = down - down.mean(0) - hats * (down * hats).mean(0)
    return dx / np.array(stds).reshape(-1, 1), dgamma, dbeta
