# A derivative of ones.
def relu_forward(x):
    out = np.where(x > 0, x, 0)
    return out, x


def relu_backward(dout, cache):
    x = cache
    slope = np.ones_like(x)
    return dout * slope
