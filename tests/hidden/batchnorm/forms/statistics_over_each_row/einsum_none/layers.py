# einsum sums over the wrong letter, then [:, None] makes the shapes fit again.


def batchnorm_forward(x, gamma, beta, bn_param):
    state = {"eps": 1e-5, "momentum": 0.9}
    state["running_mean"] = state["running_var"] = np.zeros(x.shape[1])
    state.update(bn_param)
    eps, a = state["eps"], state["momentum"]
    if state["mode"] == "train":
        N, D = x.shape
        mu = (np.einsum("ij->i", x) / D)[:, None]
        diff = x - mu
        sigma2 = (np.einsum("ij,ij->i", diff, diff) / D)[:, None]
        root = np.sqrt(sigma2 + eps)
        z = diff / root
        bn_param["running_mean"] = a * state["running_mean"] + (1 - a) * mu
        bn_param["running_var"] = a * state["running_var"] + (1 - a) * sigma2
        return z * gamma + beta, [z, root, diff, gamma]
    elif state["mode"] == "test":
        z = (x - state["running_mean"]) / np.sqrt(state["running_var"] + eps)
        return z * gamma + beta, None
    raise ValueError("mode: " + str(state["mode"]))


def batchnorm_backward(dout, cache):
    z, root, diff, gamma = cache
    N, D = dout.shape
    dz = dout * gamma
    dsigma2 = -0.5 * np.einsum("ij,ij->i", dz, diff)[:, None] / root**3
    dmu = -np.einsum("ij->i", dz / root)[:, None]
    dx = dz / root + 2 * diff * dsigma2 / D + dmu / D
    return dx, np.einsum("ij,ij->j", dout, z), np.einsum("ij->j", dout)
