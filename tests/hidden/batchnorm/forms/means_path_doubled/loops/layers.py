# For each entry of dx, three terms added up in a plain loop; list of tuples as cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    mom = bn_param.get("momentum", 0.9)
    N, D = x.shape
    rmean = list(bn_param.get("running_mean", [0.0] * D))
    rvar = list(bn_param.get("running_var", [0.0] * D))
    out = np.zeros(x.shape).astype(x.dtype)
    cache = []
    if bn_param["mode"] == "train":
        for j in range(D):
            mean = sum(x[i, j] for i in range(N)) / N
            var = sum((x[i, j] - mean) ** 2 for i in range(N)) / N
            std = np.sqrt(var + eps)
            xh = [(x[i, j] - mean) / std for i in range(N)]
            for i in range(N):
                out[i, j] = xh[i] * gamma[j] + beta[j]
            rmean[j] = mom * rmean[j] + (1 - mom) * mean
            rvar[j] = mom * rvar[j] + (1 - mom) * var
            cache.append((xh, std, gamma[j]))
        bn_param["running_mean"] = np.array(rmean)
        bn_param["running_var"] = np.array(rvar)
        return out, cache
    elif bn_param["mode"] == "test":
        for j in range(D):
            std = np.sqrt(rvar[j] + eps)
            for i in range(N):
                out[i, j] = (x[i, j] - rmean[j]) / std * gamma[j] + beta[j]
        return out, None
    else:
        raise ValueError


def batchnorm_backward(dout, cache):
    N, D = dout.shape
    dx = np.zeros((N, D)).astype(dout.dtype)
    dgamma = np.zeros(D)
    dbeta = np.zeros(D)
    for j, (xh, std, g) in enumerate(cache):
        dbeta[j] = sum(dout[i, j] for i in range(N))
        dgamma[j] = sum(dout[i, j] * xh[i] for i in range(N))
        for i in range(N):
            direct = dout[i, j] * g / std
            via_mean = -2 * dbeta[j] * g / (N * std)
            via_var = -xh[i] * dgamma[j] * g / (N * std)
            dx[i, j] = direct + via_mean + via_var
    return dx, dgamma, dbeta
