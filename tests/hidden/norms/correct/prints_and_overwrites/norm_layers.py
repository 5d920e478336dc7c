# Prints as it goes, copies first and then works in place, and returns views that are not contiguous.


def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    print("spatial_batchnorm_forward", x.shape, bn_param["mode"])
    work = np.array(np.moveaxis(x, 1, 3))
    shape = work.shape
    out, cache = batchnorm_forward(work.reshape(-1, shape[-1]), gamma, beta, bn_param)
    print("mean", bn_param.get("running_mean"))
    return np.moveaxis(out.reshape(shape), 3, 1), (cache, "for the way back")


def spatial_batchnorm_backward(dout, cache):
    print("spatial_batchnorm_backward")
    inner, _ = cache
    rows = np.moveaxis(dout, 1, 3).copy()
    dx, dgamma, dbeta = batchnorm_backward(rows.reshape(-1, rows.shape[-1]), inner)
    return np.moveaxis(dx.reshape(rows.shape), 3, 1), dgamma, dbeta


def layernorm_forward(x, gamma, beta, ln_param):
    eps = ln_param.get("eps", 1e-5)
    hat = np.array(x.T, order="C")
    hat -= hat.mean(axis=0)
    std = np.sqrt(np.mean(hat * hat, axis=0) + eps)
    hat /= std
    out = hat.copy()
    out *= gamma[:, None]
    out += beta[:, None]
    print("layernorm_forward", out.mean(), out.std())
    return out.T, (hat, std, gamma)


def layernorm_backward(dout, cache):
    hat, std, gamma = cache
    work = dout.T.copy()
    dbeta = work.sum(axis=1)
    dgamma = (work * hat).sum(axis=1)
    work *= gamma[:, None]
    along = (work * hat).mean(axis=0)
    work -= work.mean(axis=0)
    work -= hat * along
    work /= std
    return work.T, dgamma, dbeta


def spatial_groupnorm_forward(x, gamma, beta, G, gn_param):
    eps = gn_param.get("eps", 1e-5)
    N, C, H, W = x.shape
    hat = x.copy().reshape(N, G, C // G * H * W)
    hat -= hat.mean(axis=-1, keepdims=True)
    std = np.sqrt((hat * hat).mean(axis=-1, keepdims=True) + eps)
    hat /= std
    print(f"{G} groups of {C // G} channels")
    return gamma * hat.reshape(x.shape) + beta, (hat, std, gamma)


def spatial_groupnorm_backward(dout, cache):
    hat, std, gamma = cache
    work = np.array(dout * gamma).reshape(hat.shape)
    along = np.sum(work * hat, axis=-1, keepdims=True) / hat.shape[-1]
    work -= np.sum(work, axis=-1, keepdims=True) / hat.shape[-1]
    work -= hat * along
    work /= std
    dgamma = (dout * hat.reshape(dout.shape)).sum(axis=(0, 2, 3), keepdims=True)
    return work.reshape(dout.shape), dgamma, dout.sum(axis=(0, 2, 3), keepdims=True)
