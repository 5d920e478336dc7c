# Overwrites whatever may be overwritten: relu its input, backward passes their dout, softmax its scores.


def affine_forward(x, w, b):
    out = np.dot(x.reshape(x.shape[0], -1), w)
    out += b
    return out, (x, w)


def affine_backward(dout, cache):
    x, w = cache
    db = np.sum(dout, axis=0)
    dw = np.dot(x.reshape(x.shape[0], -1).T, dout)
    dx = np.dot(dout, w.T)
    dx.shape = x.shape
    dout *= 0
    return dx, dw, db


def relu_forward(x):
    x[x < 0] = 0
    return x, x


def relu_backward(dout, cache):
    dout[cache <= 0] = 0
    return dout


def softmax_loss(x, y):
    x -= x.max(axis=1, keepdims=True)
    rows = np.arange(x.shape[0])
    chosen = x[rows, y].copy()
    np.exp(x, out=x)
    sums = x.sum(axis=1, keepdims=True)
    loss = np.mean(np.log(sums[:, 0]) - chosen)
    x /= sums
    x[rows, y] -= 1
    x /= x.shape[0]
    return loss, x
