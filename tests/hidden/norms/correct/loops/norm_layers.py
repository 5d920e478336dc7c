# Nothing but loops and Python's numbers; sums are made pixel by pixel.
import math


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    N, C, H, W = x.shape
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    training = bn_param["mode"] == "train"
    old_mean = bn_param.get("running_mean", np.zeros(C))
    old_var = bn_param.get("running_var", np.zeros(C))
    new_mean, new_var = np.zeros(C), np.zeros(C)
    out, hat, stds = np.zeros(x.shape), np.zeros(x.shape), []
    for c in range(C):
        mean, var = float(old_mean[c]), float(old_var[c])
        if training:
            mean = 0.0
            for n in range(N):
                for i in range(H):
                    for j in range(W):
                        mean += float(x[n, c, i, j]) / (N * H * W)
            var = 0.0
            for n in range(N):
                for i in range(H):
                    for j in range(W):
                        var += (float(x[n, c, i, j]) - mean) ** 2 / (N * H * W)
            new_mean[c] = momentum * old_mean[c] + (1 - momentum) * mean
            new_var[c] = momentum * old_var[c] + (1 - momentum) * var
        stds.append(math.sqrt(var + eps))
        for n in range(N):
            for i in range(H):
                for j in range(W):
                    hat[n, c, i, j] = (x[n, c, i, j] - mean) / stds[c]
                    out[n, c, i, j] = gamma[c] * hat[n, c, i, j] + beta[c]
    if training:
        bn_param["running_mean"], bn_param["running_var"] = new_mean, new_var
    return out, (hat, stds, gamma)


def spatial_batchnorm_backward(dout, cache):
    hat, stds, gamma = cache
    N, C, H, W = dout.shape
    dx, dgamma, dbeta = np.zeros(dout.shape), np.zeros(C), np.zeros(C)
    for c in range(C):
        for n in range(N):
            for i in range(H):
                for j in range(W):
                    dgamma[c] += dout[n, c, i, j] * hat[n, c, i, j]
                    dbeta[c] += dout[n, c, i, j]
        for n in range(N):
            for i in range(H):
                for j in range(W):
                    inner = dbeta[c] + hat[n, c, i, j] * dgamma[c]
                    dx[n, c, i, j] = gamma[c] / stds[c] * (dout[n, c, i, j] - inner / (N * H * W))
    return dx, dgamma, dbeta


def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    N, D = x.shape
    out, cache = np.zeros((N, D)), []
    for n in range(N):
        mean = sum(float(value) for value in x[n]) / D
        var = sum((float(value) - mean) ** 2 for value in x[n]) / D
        std = math.sqrt(var + eps)
        hat = [(float(value) - mean) / std for value in x[n]]
        for d in range(D):
            out[n, d] = gamma[d] * hat[d] + beta[d]
        cache.append((hat, std))
    return out, (cache, gamma)


def layernorm_backward(dout, cache):
    rows, gamma = cache
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for n, (hat, std) in enumerate(rows):
        first = second = 0.0
        for d in range(D):
            dgamma[d] += dout[n, d] * hat[d]
            dbeta[d] += dout[n, d]
            first += dout[n, d] * gamma[d] / D
            second += dout[n, d] * gamma[d] * hat[d] / D
        for d in range(D):
            dx[n, d] = (dout[n, d] * gamma[d] - first - hat[d] * second) / std
    return dx, dgamma, dbeta


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    N, C, H, W = x.shape
    out, hat, stds = np.zeros(x.shape), np.zeros(x.shape), np.zeros((N, G))
    size = C // G
    for n in range(N):
        for g in range(G):
            mean = var = 0.0
            for c in range(g * size, (g + 1) * size):
                for i in range(H):
                    for j in range(W):
                        mean += float(x[n, c, i, j])
            mean /= size * H * W
            for c in range(g * size, (g + 1) * size):
                for i in range(H):
                    for j in range(W):
                        var += (float(x[n, c, i, j]) - mean) ** 2
            stds[n, g] = math.sqrt(var / (size * H * W) + eps)
            for c in range(g * size, (g + 1) * size):
                for i in range(H):
                    for j in range(W):
                        hat[n, c, i, j] = (x[n, c, i, j] - mean) / stds[n, g]
                        out[n, c, i, j] = gamma[0, c, 0, 0] * hat[n, c, i, j] + beta[0, c, 0, 0]
    return out, (hat, stds, gamma)


def spatial_groupnorm_backward(dout, cache):
    hat, stds, gamma = cache
    N, C, H, W = dout.shape
    G = stds.shape[1]
    size = C // G
    dx, dgamma, dbeta = np.zeros(dout.shape), np.zeros((1, C, 1, 1)), np.zeros((1, C, 1, 1))
    for n in range(N):
        for g in range(G):
            first = second = 0.0
            for c in range(g * size, (g + 1) * size):
                for i in range(H):
                    for j in range(W):
                        dbeta[0, c, 0, 0] += dout[n, c, i, j]
                        dgamma[0, c, 0, 0] += dout[n, c, i, j] * hat[n, c, i, j]
                        first += dout[n, c, i, j] * gamma[0, c, 0, 0]
                        second += dout[n, c, i, j] * gamma[0, c, 0, 0] * hat[n, c, i, j]
            first, second = first / (size * H * W), second / (size * H * W)
            for c in range(g * size, (g + 1) * size):
                for i in range(H):
                    for j in range(W):
                        d_hat = dout[n, c, i, j] * gamma[0, c, 0, 0]
                        dx[n, c, i, j] = (d_hat - first - hat[n, c, i, j] * second) / stds[n, g]
    return dx, dgamma, dbeta
