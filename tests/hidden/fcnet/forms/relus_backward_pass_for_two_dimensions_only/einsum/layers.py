# einsum of mask and gradient.
def relu_forward(x):
    out = x * (x > 0)
    return out, x


def relu_backward(dout, cache):
    return np.einsum("ij,ij->ij", dout, (cache > 0).astype(dout.dtype))
