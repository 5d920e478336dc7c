# dx from one big (D, N, N) tensor of derivatives; tuple cache.
def batchnorm_forward(x, gamma, beta, bn_param):
    if bn_param["mode"] == "train":
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        keep = bn_param.get("momentum", 0.9)
        for name, stat in (("running_mean", mean), ("running_var", var)):
            before = bn_param.get(name, np.zeros_like(stat))
            bn_param[name] = keep * before + (1 - keep) * stat
    elif bn_param["mode"] == "test":
        mean = bn_param.get("running_mean", np.zeros(x.shape[1]))
        var = bn_param.get("running_var", np.zeros(x.shape[1]))
    else:
        raise ValueError("mode: " + str(bn_param["mode"]))
    std = np.sqrt(var + bn_param.get("eps", 1e-5))
    hat = (x - mean) / std
    cache = None if bn_param["mode"] == "test" else (hat, std, gamma)
    return (hat * gamma + beta).astype(x.dtype), cache


def batchnorm_backward(dout, cache):
    hat, std, gamma = cache
    n = len(hat)
    # d hat_k / d x_i, times std
    same = np.identity(n)[None, :, :]
    product = np.einsum("kj,ij->jki", hat, hat)
    dhat_dx = same - 1 / n + product / n
    dx = np.einsum("kj,jki->ij", dout, dhat_dx) * gamma / std
    return dx, np.einsum("kj,kj->j", dout, hat), dout.sum(0)
