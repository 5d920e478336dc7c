# Sums by einsum. The subscripts for dgamma have one operand only.


def batchnorm_forward(x, gamma, beta, bn_param):
    eps, momentum = bn_param.get("eps", 1e-5), bn_param.get("momentum", 0.9)
    N, D = x.shape
    rm = bn_param.get("running_mean", np.zeros(D, dtype=x.dtype))
    rv = bn_param.get("running_var", np.zeros(D, dtype=x.dtype))
    if bn_param["mode"] == "train":
        m = np.einsum("ij->j", x) / N
        c = x - m
        v = np.einsum("ij,ij->j", c, c) / N
        bn_param["running_mean"] = momentum * rm + (1 - momentum) * m
        bn_param["running_var"] = momentum * rv + (1 - momentum) * v
        r = 1 / np.sqrt(v + eps)
        h = np.einsum("ij,j->ij", c, r)
        return np.einsum("ij,j->ij", h, gamma) + beta, (h, r, gamma)
    if bn_param["mode"] == "test":
        return np.einsum("ij,j,j->ij", x - rm, 1 / np.sqrt(rv + eps), gamma) + beta, None
    raise ValueError("bad mode")


def batchnorm_backward(dout, cache):
    h, r, gamma = cache
    N = dout.shape[0]
    dh = np.einsum("ij,j->ij", dout, gamma)
    along = np.einsum("ij,ij->j", dh, h) / N
    dx = dh - np.einsum("ij->j", dh) / N - np.einsum("ij,j->ij", h, along)
    dx = np.einsum("ij,j->ij", dx, r)
    dgamma = np.einsum("ij->j", dout)
    dbeta = np.einsum("ij->j", dout)
    return dx, dgamma, dbeta
