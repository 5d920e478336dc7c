# The formula for one entry in three nested loops, with sigma squared below the line.


def batchnorm_forward(x, gamma, beta, bn_param):
    N, D = x.shape
    mode = bn_param["mode"]
    if mode != "train" and mode != "test":
        raise ValueError("mode")
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    run_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    run_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    out = np.empty_like(x)
    normal = np.empty_like(x)
    if mode == "train":
        center, spread = np.empty_like(run_mean), np.empty_like(run_var)
        for d in range(D):
            center[d] = sum(x[:, d]) / N
            spread[d] = sum((x[:, d] - center[d]) ** 2) / N
        bn_param["running_mean"] = momentum * run_mean + (1 - momentum) * center
        bn_param["running_var"] = momentum * run_var + (1 - momentum) * spread
    else:
        center, spread = run_mean, run_var
    sigma = np.sqrt(spread + eps)
    for n in range(N):
        for d in range(D):
            normal[n, d] = (x[n, d] - center[d]) / sigma[d]
            out[n, d] = gamma[d] * normal[n, d] + beta[d]
    if mode == "test":
        return out, None
    return out, (normal, sigma, gamma)


def batchnorm_backward(dout, cache):
    normal, sigma, gamma = cache
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros_like(dout), np.zeros_like(gamma), np.zeros_like(gamma)
    for d in range(D):
        for n in range(N):
            dgamma[d] += dout[n, d] * normal[n, d]
            dbeta[d] += dout[n, d]
        for n in range(N):
            s = 0.0
            for k in range(N):
                s += dout[k, d] * (1 + normal[n, d] * normal[k, d])
            dx[n, d] = gamma[d] * (dout[n, d] - s / N) / sigma[d] ** 2
    return dx, dgamma, dbeta
