# einsum; the cache is (z, variance, gamma) and backward makes its own 1/sigma.
def batchnorm_forward(x, gamma, beta, bn_param):
    n = x.shape[0]
    eps = bn_param.get("eps", 1e-5)
    lam = bn_param.get("momentum", 0.9)
    rmu = bn_param.get("running_mean", np.zeros(x.shape[1], x.dtype))
    rvar = bn_param.get("running_var", np.zeros(x.shape[1], x.dtype))
    if bn_param["mode"] == "train":
        mu = np.einsum("ij->j", x) / n
        variance = np.einsum("ij,ij->j", x - mu, x - mu) / n
        z = (x - mu) / np.sqrt(variance + eps)
        bn_param["running_mean"] = lam * rmu + (1 - lam) * mu
        bn_param["running_var"] = lam * rvar + (1 - lam) * variance
        return np.einsum("ij,j->ij", z, gamma) + beta, (z, variance, gamma)
    elif bn_param["mode"] == "test":
        z = (x - rmu) / np.sqrt(rvar + eps)
        return np.einsum("ij,j->ij", z, gamma) + beta, None
    else:
        raise ValueError("choose train or test as mode")


def batchnorm_backward(dout, cache):
    z, variance, gamma = cache
    n = dout.shape[0]
    sum_d = np.einsum("ij->j", dout)
    sum_dz = np.einsum("ij,ij->j", dout, z)
    inner = dout - sum_d / n - np.einsum("ij,j->ij", z, sum_dz) / n
    dx = np.einsum("ij,j->ij", inner, gamma) / np.sqrt(variance)
    return dx, sum_dz, sum_d
