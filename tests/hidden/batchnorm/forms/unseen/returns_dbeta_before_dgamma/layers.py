def batchnorm_forward(x, gamma, beta, bn_param):
    mode = bn_param["mode"]
    if mode not in ("train", "test"):
        raise ValueError(f'bn_param["mode"] is {mode!r}; it must be "train" or "test"')
    eps = bn_param.get("eps", 1e-5)
    momentum = bn_param.get("momentum", 0.9)
    running_mean = bn_param.get("running_mean", np.zeros(x.shape[1], dtype=x.dtype))
    running_var = bn_param.get("running_var", np.zeros(x.shape[1], dtype=x.dtype))

    if mode == "test":
        scale = gamma / np.sqrt(running_var + eps)
        return x * scale + (beta - running_mean * scale), None

    n = len(x)
    mean = np.einsum("ij->j", x) / n
    centered = x - mean
    variance = np.einsum("ij,ij->j", centered, centered) / n
    inv_std = (variance + eps) ** -0.5
    normed = np.einsum("ij,j->ij", centered, inv_std)
    for key, old, new in (
        ("running_mean", running_mean, mean),
        ("running_var", running_var, variance),
    ):
        bn_param[key] = momentum * old + (1 - momentum) * new
    return np.einsum("ij,j->ij", normed, gamma) + beta, {
        "normed": normed,
        "inv_std": inv_std,
        "gamma": gamma,
    }


def batchnorm_backward(dout, cache):
    normed, inv_std, gamma = cache["normed"], cache["inv_std"], cache["gamma"]
    n = len(dout)
    dgamma = np.einsum("ij,ij->j", dout, normed)
    dbeta = np.einsum("ij->j", dout)
    g = np.einsum("ij,j->ij", dout, gamma)
    along_mean = np.einsum("ij->j", g) / n
    along_var = np.einsum("ij,ij->j", g, normed) / n
    dx = np.einsum("j,ij->ij", inv_std, g - along_mean - normed * along_var)
    return dx, dbeta, dgamma
