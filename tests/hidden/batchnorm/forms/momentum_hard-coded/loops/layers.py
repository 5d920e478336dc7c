# Loops; momentum = 0.9 stands at the top, whatever bn_param says.


def batchnorm_forward(x, gamma, beta, bn_param):
    momentum = 0.9
    eps = bn_param["eps"] if "eps" in bn_param else 1e-5
    N, D = x.shape
    run_mean = bn_param["running_mean"] if "running_mean" in bn_param else np.zeros(D)
    run_var = bn_param["running_var"] if "running_var" in bn_param else np.zeros(D)
    y, hat, sd = np.zeros((N, D)), np.zeros((N, D)), np.zeros(D)
    if bn_param["mode"] == "train":
        next_mean, next_var = np.zeros(D), np.zeros(D)
        for j in range(D):
            mu = np.sum(x[:, j]) / N
            var = np.sum((x[:, j] - mu) ** 2) / N
            sd[j] = np.sqrt(var + eps)
            for i in range(N):
                hat[i, j] = (x[i, j] - mu) / sd[j]
                y[i, j] = gamma[j] * hat[i, j] + beta[j]
            next_mean[j] = run_mean[j] * momentum + mu * (1 - momentum)
            next_var[j] = run_var[j] * momentum + var * (1 - momentum)
        bn_param["running_mean"] = next_mean
        bn_param["running_var"] = next_var
        return y, [hat, sd, gamma]
    if bn_param["mode"] == "test":
        for j in range(D):
            sd[j] = np.sqrt(run_var[j] + eps)
            for i in range(N):
                y[i, j] = gamma[j] * ((x[i, j] - run_mean[j]) / sd[j]) + beta[j]
        return y, None
    raise ValueError("mode should be train or test")


def batchnorm_backward(dout, cache):
    hat, sd, gamma = cache
    N, D = dout.shape
    dx, dgamma, dbeta = np.zeros((N, D)), np.zeros(D), np.zeros(D)
    for j in range(D):
        g = dout[:, j]
        dbeta[j] = np.sum(g)
        dgamma[j] = np.sum(g * hat[:, j])
        dx[:, j] = gamma[j] * (g - dbeta[j] / N - hat[:, j] * dgamma[j] / N) / sd[j]
    return dx, dgamma, dbeta
