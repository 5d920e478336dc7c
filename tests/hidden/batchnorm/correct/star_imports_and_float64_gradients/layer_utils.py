# Star imports.
from .layers import *


def affine_batchnorm_relu_forward(x, w, b, gamma, beta, bn_param):
    a, fc = affine_forward(x, w, b)
    n, bn = batchnorm_forward(a, gamma, beta, bn_param)
    r, relu = relu_forward(n)
    return r, {"fc": fc, "bn": bn, "relu": relu}


def affine_batchnorm_relu_backward(dout, cache):
    dn = relu_backward(dout, cache["relu"])
    da, dgamma, dbeta = batchnorm_backward(dn, cache["bn"])
    return (*affine_backward(da, cache["fc"]), dgamma, dbeta)
