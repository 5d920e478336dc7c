# The places where x is positive, row and column.
def relu_forward(x):
    out = np.clip(x, 0, None)
    return out, x


def relu_backward(dout, cache):
    rows, columns = np.nonzero(cache > 0)
    dx = np.zeros_like(dout)
    dx[rows, columns] = dout[rows, columns]
    return dx
