# Loops; in test mode each number is divided by the running variance plus eps.


def batchnorm_forward(x, gamma, beta, bn_param):
    N, D = x.shape
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    r_mean = bn_param.get("running_mean", np.zeros(D))
    r_var = bn_param.get("running_var", np.zeros(D))
    out = np.zeros((N, D))
    if bn_param["mode"] == "test":
        for i in range(N):
            for j in range(D):
                z = (x[i, j] - r_mean[j]) / (r_var[j] + eps)
                out[i, j] = gamma[j] * z + beta[j]
        return out, None
    elif bn_param["mode"] == "train":
        mean, var, z = np.zeros(D), np.zeros(D), np.zeros((N, D))
        for i in range(N):
            mean += x[i] / N
        for i in range(N):
            var += (x[i] - mean) ** 2 / N
        for i in range(N):
            z[i] = (x[i] - mean) / np.sqrt(var + eps)
            out[i] = gamma * z[i] + beta
        bn_param["running_mean"] = momentum * r_mean + (1 - momentum) * mean
        bn_param["running_var"] = momentum * r_var + (1 - momentum) * var
        return out, [z, var, eps, gamma]
    else:
        raise ValueError("Mode?")


def batchnorm_backward(dout, cache):
    z, var, eps, gamma = cache
    N, D = z.shape
    dgamma, dbeta = np.zeros(D), np.zeros(D)
    for i in range(N):
        dgamma += dout[i] * z[i]
        dbeta += dout[i]
    dx = np.zeros((N, D))
    for i in range(N):
        dx[i] = gamma / np.sqrt(var + eps) * (dout[i] - dbeta / N - z[i] * dgamma / N)
    return dx, dgamma, dbeta
