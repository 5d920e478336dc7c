# Double loop for every sum over the batch, cache of four things in a tuple.
def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    rows, cols = x.shape
    r1 = bn_param.get("running_mean", np.zeros(cols))
    r2 = bn_param.get("running_var", np.zeros(cols))
    if mode == "train":
        mean = np.array([np.mean(x[:, c]) for c in range(cols)])
        var = np.array([np.mean((x[:, c] - mean[c]) ** 2) for c in range(cols)])
        bn_param["running_mean"] = momentum * r1 + (1 - momentum) * mean
        bn_param["running_var"] = momentum * r2 + (1 - momentum) * var
    elif mode == "test":
        mean, var = r1, r2
    else:
        raise ValueError("invalid mode: " + str(mode))
    xh = np.zeros(x.shape, x.dtype)
    out = np.zeros(x.shape, x.dtype)
    for r in range(rows):
        for c in range(cols):
            xh[r, c] = (x[r, c] - mean[c]) / np.sqrt(var[c] + eps)
            out[r, c] = gamma[c] * xh[r, c] + beta[c]
    return out, (None if mode == "test" else (xh, gamma, var, eps))


def batchnorm_backward(dout, cache):
    xh, gamma, var, eps = cache
    rows, cols = xh.shape
    dx = np.zeros(dout.shape, dout.dtype)
    dgamma, dbeta = np.zeros(cols), np.zeros(cols)
    for c in range(cols):
        for r in range(rows):
            dbeta[c] += dout[r, c]
            dgamma[c] += dout[r, c] * xh[r, c]
    for c in range(cols):
        for r in range(rows):
            dx[r, c] = dout[r, c] - dbeta[c] - xh[r, c] * dgamma[c]
            dx[r, c] = dx[r, c] * gamma[c] / np.sqrt(var[c] + eps)
    return dx, dgamma, dbeta
