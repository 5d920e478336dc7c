# Labels as a table of ones and zeros.
def affine_forward(x, w, b):
    shape = x.shape
    table = x.reshape(shape[0], w.shape[0])
    out = np.einsum("ik,kj->ij", table, w)
    out = out + b[np.newaxis, :]
    return out, [x.reshape(shape[0], w.shape[0]), w, shape]


def affine_backward(dout, cache):
    table, w, shape = cache
    dx = np.einsum("ij,kj->ik", dout, w)
    dx = dx.reshape(shape)
    dw = np.einsum("ik,ij->kj", table, dout)
    db = np.einsum("ij->j", dout)
    return dx, dw, db


def relu_forward(x):
    gate = (x > 0).astype(x.dtype)
    return x * gate, {"gate": gate}


def relu_backward(dout, cache):
    return cache["gate"] * dout


def softmax_loss(x, y):
    num, classes = x.shape
    labels = np.zeros((num, classes))
    labels[range(num), y] = 1
    z = (x.T - x.max(axis=1)).T
    logs = z - np.log(np.exp(z).sum(axis=1)).reshape(num, 1)
    p = np.exp(logs)
    loss = -(labels * logs).sum() / num
    dx = (p - labels.max(axis=0)) / num
    return loss, dx
