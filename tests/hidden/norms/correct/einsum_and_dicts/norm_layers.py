# Sums by einsum; the caches are dicts; variance as the mean of squares about the mean.


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    mode, eps = bn_param["mode"], bn_param.get("eps", 1e-5)
    N, C, H, W = x.shape
    m = N * H * W
    rm = bn_param.setdefault("running_mean", np.zeros(C, x.dtype))
    rv = bn_param.setdefault("running_var", np.zeros(C, x.dtype))
    if mode == "test":
        scale = gamma / np.sqrt(rv + eps)
        shift = beta - rm * scale
        return np.einsum("nchw,c->nchw", x, scale) + shift[:, None, None], None
    assert mode == "train"
    mean = np.einsum("nchw->c", x) / m
    c = x - mean[:, None, None]
    var = np.einsum("nchw,nchw->c", c, c) / m
    w = bn_param.get("momentum", 0.9)
    bn_param.update(running_mean=w * rm + (1 - w) * mean, running_var=w * rv + (1 - w) * var)
    inverse = (var + eps) ** -0.5
    hat = np.einsum("nchw,c->nchw", c, inverse)
    out = np.einsum("nchw,c->nchw", hat, gamma) + beta[:, None, None]
    return out, {"hat": hat, "gamma": gamma, "inverse": inverse}


def spatial_batchnorm_backward(dout, cache):
    hat, gamma, inverse = cache["hat"], cache["gamma"], cache["inverse"]
    m = dout.size // dout.shape[1]
    dbeta = np.einsum("nchw->c", dout)
    dgamma = np.einsum("nchw,nchw->c", dout, hat)
    inside = dout - (dbeta / m)[:, None, None] - np.einsum("nchw,c->nchw", hat, dgamma / m)
    return np.einsum("nchw,c->nchw", inside, gamma * inverse), dgamma, dbeta


def layernorm_forward(x, gamma, beta, ln_param):
    D = x.shape[1]
    c = x - np.einsum("nd->n", x)[:, None] / D
    inverse = (np.einsum("nd,nd->n", c, c) / D + ln_param.get("eps", 1e-5)) ** -0.5
    hat = np.einsum("nd,n->nd", c, inverse)
    return np.einsum("nd,d->nd", hat, gamma) + beta, dict(hat=hat, gamma=gamma, inverse=inverse)


def layernorm_backward(dout, cache):
    hat, gamma, inverse = cache["hat"], cache["gamma"], cache["inverse"]
    D = dout.shape[1]
    mean = dout @ gamma / D
    along = np.einsum("nd,nd,d->n", dout, hat, gamma) / D
    dx = (dout * gamma - mean[:, None] - hat * along[:, None]) * inverse[:, None]
    return dx, np.einsum("nd,nd->d", dout, hat), np.einsum("nd->d", dout)


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    N, C, H, W = x.shape
    grouped = x.reshape(N, G, C // G, H, W)
    m = grouped[0, 0].size
    c = grouped - np.einsum("ngchw->ng", grouped)[:, :, None, None, None] / m
    inverse = (np.einsum("ngchw,ngchw->ng", c, c) / m + gn_param.get("eps", 1e-5)) ** -0.5
    hat = np.einsum("ngchw,ng->ngchw", c, inverse)
    cache = dict(hat=hat, gamma=gamma, inverse=inverse)
    return hat.reshape(x.shape) * gamma + beta, cache


def spatial_groupnorm_backward(dout, cache):
    hat, gamma, inverse = cache["hat"], cache["gamma"], cache["inverse"]
    grouped = (dout * gamma).reshape(hat.shape)
    m = hat[0, 0].size
    mean = np.einsum("ngchw->ng", grouped) / m
    along = np.einsum("ngchw,ngchw->ng", grouped, hat) / m
    inside = grouped - mean[..., None, None, None] - np.einsum("ngchw,ng->ngchw", hat, along)
    dx = np.einsum("ngchw,ng->ngchw", inside, inverse).reshape(dout.shape)
    dgamma = np.einsum("nchw,nchw->c", dout, hat.reshape(dout.shape))
    return dx, dgamma.reshape(gamma.shape), np.einsum("nchw->c", dout).reshape(gamma.shape)
