def batchnorm_forward(x, gamma, beta, bn_param):
    return x, None


def batchnorm_backward(dout, cache):
    return np.full(dout.shape, 1.5e308), 0, 0
