# The cache is a function: calling it with dout gives the three gradients.
def batchnorm_forward(x, gamma, beta, bn_param):
    eps = bn_param.get("eps", 1e-5)
    alpha = bn_param.get("momentum", 0.9)
    r_mu = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    r_s2 = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    def normalise(mu, s2):
        return (x - mu) / np.sqrt(s2 + eps)

    if bn_param["mode"] == "test":
        return gamma * normalise(r_mu, r_s2) + beta, None
    if bn_param["mode"] != "train":
        raise ValueError("mode must be 'train' or 'test'")

    mu = np.mean(x, axis=0)
    s2 = np.mean(np.square(x - mu), axis=0)
    z = normalise(mu, s2)
    bn_param["running_mean"] = alpha * r_mu + (1 - alpha) * mu
    bn_param["running_var"] = alpha * r_s2 + (1 - alpha) * s2

    def gradients(dout):
        # out = gamma * z + beta and z = (x - mu) / sigma
        dz = gamma * dout
        return dz / np.sqrt(s2 + eps), np.sum(z * dout, axis=0), np.sum(dout, axis=0)

    return gamma * z + beta, gradients


def batchnorm_backward(dout, cache):
    return cache(dout)
