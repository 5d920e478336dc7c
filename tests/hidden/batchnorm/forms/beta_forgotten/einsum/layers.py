# One einsum multiplies x - mean, 1 / std and gamma; the shift got lost.


def batchnorm_forward(x, gamma, beta, bn_param):
    opts = dict(eps=1e-5, momentum=0.9, running_mean=np.zeros_like(x[0]), running_var=np.zeros_like(x[0]))
    opts.update(bn_param)
    train = opts["mode"] == "train"
    if not train and opts["mode"] != "test":
        raise ValueError("mode: %s" % opts["mode"])
    center, spread = opts["running_mean"], opts["running_var"]
    if train:
        center = np.einsum("nk->k", x) / len(x)
        spread = np.einsum("nk,nk->k", x - center, x - center) / len(x)
        old, new = opts["momentum"], 1 - opts["momentum"]
        bn_param["running_mean"] = old * opts["running_mean"] + new * center
        bn_param["running_var"] = old * opts["running_var"] + new * spread
    precision = (spread + opts["eps"]) ** -0.5
    out = np.einsum("nk,k,k->nk", x - center, precision, gamma)
    return out, ([x - center, precision, gamma] if train else None)


def batchnorm_backward(dout, cache):
    diff, precision, gamma = cache
    hat = diff * precision
    dgamma = np.einsum("nk,nk->k", hat, dout)
    dbeta = np.einsum("nk->k", dout)
    dx = np.einsum("k,nk->nk", gamma * precision, dout - (dbeta + hat * dgamma) / len(dout))
    return dx, dgamma, dbeta
