def spatial_batchnorm_forward(x, gamma, beta, bn_param):
    shape = x.shape
    flat = np.moveaxis(x, 1, -1).reshape(-1, shape[1])
    out, cache = batchnorm_forward(flat, gamma, beta, bn_param)
    out = out.reshape(shape)
    return out, (cache, shape)


def spatial_batchnorm_backward(dout, cache):
    cache, (N, C, H, W) = cache
    flat = dout.reshape(-1, C)
    dx, dgamma, dbeta = batchnorm_backward(flat, cache)
    dx = np.moveaxis(dx.reshape(N, H, W, C), -1, 1)
    return dx, dgamma, dbeta
