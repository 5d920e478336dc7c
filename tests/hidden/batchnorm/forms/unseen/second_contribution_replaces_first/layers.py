def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "train":
        sample_mean = np.mean(x, axis=0, keepdims=True)
        sample_var = np.mean(np.square(x - sample_mean), axis=0, keepdims=True)
        x_norm = (x - sample_mean) / np.sqrt(sample_var + eps)
        out = np.multiply(x_norm, gamma) + beta

        running_mean = running_mean * momentum
        running_mean += (1 - momentum) * sample_mean[0]
        running_var = running_var * momentum
        running_var += (1 - momentum) * sample_var[0]
        # store the statistics for the next call
        bn_param["running_mean"] = running_mean
        bn_param["running_var"] = running_var
        cache = (x, gamma, eps)
    else:
        x_norm = (x - running_mean) / np.sqrt(running_var + eps)
        out = np.multiply(x_norm, gamma) + beta
        cache = None
    return out, cache


def batchnorm_backward(dout, cache):
    x, gamma, eps = cache
    N, D = x.shape

    def one_feature(col, upstream, scale):
        """All gradients of a single column, back through the graph."""
        c = col - np.mean(col)
        sigma = np.sqrt(np.dot(c, c) / N + eps)
        hat = c / sigma
        d_hat = upstream * scale
        d_c = d_hat / sigma
        d_r = np.dot(d_hat, c)
        d_sigma = -d_r / sigma**2
        d_v = 0.5 * d_sigma / sigma
        d_c = 2.0 / N * c * d_v
        d_mu = -np.sum(d_c)
        return d_c + d_mu / N, np.dot(upstream, hat), np.sum(upstream)

    results = [one_feature(x[:, j], dout[:, j], gamma[j]) for j in range(D)]
    dx = np.stack([r[0] for r in results], axis=1)
    dgamma = np.array([r[1] for r in results])
    dbeta = np.array([r[2] for r in results])
    return dx, dgamma, dbeta
