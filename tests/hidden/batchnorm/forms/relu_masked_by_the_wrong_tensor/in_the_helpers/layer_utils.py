# The helpers; one dict as the cache.


def affine_batchnorm_relu_forward(x, w, b, gamma, beta, bn_param):
    a, affine_cache = affine_forward(x, w, b)
    n, bn_cache = batchnorm_forward(a, gamma, beta, bn_param)
    out, _ = relu_forward(n)
    return out, {"a": a, "affine": affine_cache, "bn": bn_cache}


def affine_batchnorm_relu_backward(dout, cache):
    dn = relu_backward(dout, cache["a"])
    da, dgamma, dbeta = batchnorm_backward(dn, cache["bn"])
    dx, dw, db = affine_backward(da, cache["affine"])
    return dx, dw, db, dgamma, dbeta
