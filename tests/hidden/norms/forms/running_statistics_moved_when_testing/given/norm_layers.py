def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    shape = x.shape
    flat = np.moveaxis(x, 1, -1).reshape(-1, shape[1])
    out, cache = batchnorm_forward(flat, gamma, beta, bn_param)
    out = np.moveaxis(out.reshape(shape[0], shape[2], shape[3], shape[1]), -1, 1)
    if bn_param["mode"] == "test":
        m = bn_param.get("momentum", 0.9)
        old = bn_param.get("running_mean", 0), bn_param.get("running_var", 0)
        bn_param["running_mean"] = m * old[0] + (1 - m) * flat.mean(axis=0)
        bn_param["running_var"] = m * old[1] + (1 - m) * flat.var(axis=0)
    return out, (cache, shape)


def spatial_batchnorm_backward(dout, cache):
    cache, (N, C, H, W) = cache
    flat = np.moveaxis(dout, 1, -1).reshape(-1, C)
    dx, dgamma, dbeta = batchnorm_backward(flat, cache)
    dx = np.moveaxis(dx.reshape(N, H, W, C), -1, 1)
    return dx, dgamma, dbeta
