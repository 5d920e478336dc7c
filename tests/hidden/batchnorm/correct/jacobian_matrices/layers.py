# Writes down the N x N Jacobian of each feature and multiplies; the mean is taken with a centring matrix.


def centring_matrix(n):
    return np.eye(n) - np.ones((n, n)) / n


def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in {"train", "test"}:
        raise ValueError("mode should be train or test")
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    n, d = x.shape
    running_mean = bn_param.get("running_mean", np.zeros(d))
    running_var = bn_param.get("running_var", np.zeros(d))

    if mode == "test":
        return (x - running_mean) @ np.diag(gamma / np.sqrt(running_var + eps)) + beta, None

    centred = centring_matrix(n) @ x
    var = np.linalg.norm(centred, axis=0) ** 2 / n
    sigma = np.sqrt(var + eps)
    bn_param["running_mean"] = momentum * running_mean + (1 - momentum) * (np.ones(n) @ x / n)
    bn_param["running_var"] = momentum * running_var + (1 - momentum) * var
    x_hat = centred @ np.diag(1 / sigma)
    return x_hat @ np.diag(gamma) + beta, (x_hat, sigma, gamma)


def batchnorm_backward(dout, cache):
    x_hat, sigma, gamma = cache
    n, d = dout.shape
    C = centring_matrix(n)
    dx = np.zeros((n, d))
    for j in range(d):
        J = gamma[j] / sigma[j] * (C - np.outer(x_hat[:, j], x_hat[:, j]) / n)
        dx[:, j] = J.T @ dout[:, j]
    dgamma = np.diag(dout.T @ x_hat).copy()
    dbeta = dout.T @ np.ones(n)
    return dx, dgamma, dbeta
