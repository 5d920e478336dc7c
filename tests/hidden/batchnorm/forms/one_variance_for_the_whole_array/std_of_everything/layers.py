# x.std() of all values, squared; kept as one number for all the features.


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    eps = bn_param.get("eps", 1e-5)
    mom = bn_param.get("momentum", 0.9)
    D = x.shape[1]
    run_mean = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    run_var = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    out = np.zeros_like(x)
    if mode == "train":
        spread = x.std() ** 2
        mu = np.zeros(D, dtype=x.dtype)
        for j in range(D):
            mu[j] = x[:, j].mean()
            out[:, j] = gamma[j] * (x[:, j] - mu[j]) / np.sqrt(spread + eps) + beta[j]
        bn_param["running_mean"] = mom * run_mean + (1 - mom) * mu
        bn_param["running_var"] = mom * run_var + (1 - mom) * np.full(D, spread, dtype=x.dtype)
        return out, (x, mu, spread + eps, gamma)
    elif mode == "test":
        for j in range(D):
            out[:, j] = gamma[j] * (x[:, j] - run_mean[j]) / np.sqrt(run_var[j] + eps) + beta[j]
        return out, None
    raise ValueError("mode has to be train or test")


def batchnorm_backward(dout, cache):
    x, mu, v, gamma = cache
    N, D = x.shape
    dx = np.zeros_like(x)
    dgamma, dbeta = np.zeros_like(gamma), np.zeros_like(gamma)
    for j in range(D):
        c, g = x[:, j] - mu[j], dout[:, j] * gamma[j]
        dgamma[j] = np.sum(dout[:, j] * c) / np.sqrt(v)
        dbeta[j] = np.sum(dout[:, j])
        dv = -0.5 * np.sum(g * c) * v**-1.5
        dm = -np.sum(g) / np.sqrt(v)
        dx[:, j] = g / np.sqrt(v) + dv * 2 * c / N + dm / N
    return dx, dgamma, dbeta
