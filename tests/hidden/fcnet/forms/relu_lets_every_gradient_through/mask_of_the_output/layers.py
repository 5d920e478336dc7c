# The mask is taken after the maximum, with >=.
def relu_forward(x):
    out = x * (x > 0)
    return out, x


def relu_backward(dout, cache):
    out = np.maximum(cache, 0)
    dx = dout.copy()
    dx[out < 0] = 0
    return dx
