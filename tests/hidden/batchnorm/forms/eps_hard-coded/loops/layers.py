# Loops, with eps = 0.00001 as first line.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps = 0.00001
    m = bn_param.get("momentum", 0.9)
    N, D = x.shape
    r_mean = bn_param.get("running_mean", np.zeros(D))
    r_var = bn_param.get("running_var", np.zeros(D))
    if bn_param["mode"] == "train":
        means = np.array([sum(x[:, j]) / N for j in range(D)])
        varis = np.array([sum((x[:, j] - means[j]) ** 2) / N for j in range(D)])
        bn_param["running_mean"] = m * r_mean + (1 - m) * means
        bn_param["running_var"] = m * r_var + (1 - m) * varis
    elif bn_param["mode"] == "test":
        means, varis = r_mean, r_var
    else:
        raise ValueError("mode is wrong")
    normed = np.zeros((N, D))
    for i in range(N):
        for j in range(D):
            normed[i, j] = (x[i, j] - means[j]) / (varis[j] + eps) ** 0.5
    out = np.zeros((N, D))
    for i in range(N):
        out[i] = normed[i] * gamma + beta
    if bn_param["mode"] == "test":
        return out, None
    return out, {"normed": normed, "varis": varis, "gamma": gamma, "eps": eps}


def batchnorm_backward(dout, cache):
    normed, varis, gamma = cache["normed"], cache["varis"], cache["gamma"]
    N, D = dout.shape
    dgamma = np.array([sum(dout[:, j] * normed[:, j]) for j in range(D)])
    dbeta = np.array([sum(dout[:, j]) for j in range(D)])
    dx = np.zeros((N, D))
    for i in range(N):
        for j in range(D):
            dx[i, j] = dout[i, j] - dbeta[j] / N - normed[i, j] * dgamma[j] / N
            dx[i, j] *= gamma[j] / (varis[j] + cache["eps"]) ** 0.5
    return dx, dgamma, dbeta
