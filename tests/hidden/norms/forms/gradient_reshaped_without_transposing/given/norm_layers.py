def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    shape = x.shape
    flat = np.moveaxis(x, 1, -1).reshape(-1, shape[1])
    out, cache = batchnorm_forward(flat, gamma, beta, bn_param)
    out = np.moveaxis(out.reshape(shape[0], shape[2], shape[3], shape[1]), -1, 1)
    return out, (cache, shape)


def spatial_batchnorm_backward(dout, cache):
    cache, (N, C, H, W) = cache
    flat = dout.reshape(-1, C)
    dx, dgamma, dbeta = batchnorm_backward(flat, cache)
    dx = dx.reshape(N, C, H, W)
    return dx, dgamma, dbeta
