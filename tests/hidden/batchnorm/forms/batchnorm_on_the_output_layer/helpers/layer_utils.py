# Only the missing helpers, plus one more pair: affine - batchnorm without relu.


def affine_batchnorm_forward(x, w, b, gamma, beta, bn_param):
    a, first = affine_forward(x, w, b)
    out, second = batchnorm_forward(a, gamma, beta, bn_param)
    return out, (first, second)


def affine_batchnorm_backward(dout, cache):
    first, second = cache
    da, dgamma, dbeta = batchnorm_backward(dout, second)
    return (*affine_backward(da, first), dgamma, dbeta)


def affine_batchnorm_relu_forward(x, w, b, gamma, beta, bn_param):
    a, cache = affine_batchnorm_forward(x, w, b, gamma, beta, bn_param)
    out, mask = relu_forward(a)
    return out, (cache, mask)


def affine_batchnorm_relu_backward(dout, cache):
    return affine_batchnorm_backward(relu_backward(dout, cache[1]), cache[0])
