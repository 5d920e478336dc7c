def relu_forward(x):
    out = np.maximum(x, 0)
    return out, x


def relu_backward(dout, cache):
    return (cache > 0).astype(dout.dtype)
