# A loop over the features. np.std and an eps that "avoids the division by zero" when testing.


def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param["mode"] not in ["train", "test"]:
        raise ValueError("bad mode")
    training = bn_param["mode"] == "train"
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    D = x.shape[1]
    means = np.array(bn_param.get("running_mean", np.zeros(D, dtype=x.dtype)))
    variances = np.array(bn_param.get("running_var", np.zeros(D, dtype=x.dtype)))
    out, normed, stds = np.zeros_like(x), np.zeros_like(x), np.zeros(D, dtype=x.dtype)

    for d in range(D):
        column = x[:, d]
        if training:
            m, v = column.mean(), column.var()
            stds[d] = (v + eps) ** 0.5
            means[d] = momentum * means[d] + (1 - momentum) * m
            variances[d] = momentum * variances[d] + (1 - momentum) * v
        else:
            m, stds[d] = means[d], variances[d] ** 0.5 + eps
        normed[:, d] = (column - m) / stds[d]
        out[:, d] = gamma[d] * normed[:, d] + beta[d]

    if not training:
        return out, None
    bn_param["running_mean"], bn_param["running_var"] = means, variances
    return out, {"normed": normed, "stds": stds, "gamma": gamma}


def batchnorm_backward(dout, cache):
    normed, stds, gamma = cache["normed"], cache["stds"], cache["gamma"]
    N, D = dout.shape
    dx = np.zeros_like(dout)
    dgamma, dbeta = np.zeros_like(gamma), np.zeros_like(gamma)
    for d in range(D):
        g, h = dout[:, d], normed[:, d]
        dbeta[d] = g.sum()
        dgamma[d] = g.dot(h)
        dx[:, d] = gamma[d] * (g - dbeta[d] / N - h * dgamma[d] / N) / stds[d]
    return dx, dgamma, dbeta
