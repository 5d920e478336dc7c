# Examples stand in columns inside, as in some textbooks.


def affine_forward(x, w, b):
    columns = np.stack([example.ravel() for example in x], axis=1)
    return (w.T @ columns + b.reshape(-1, 1)).T, (columns, w, x.shape)


def affine_backward(dout, cache):
    columns, w, shape = cache
    delta = dout.T
    dx = np.moveaxis(w @ delta, 0, 1).reshape(shape)
    return dx, (delta @ columns.T).T, delta.sum(axis=1)


def relu_forward(x):
    return np.fmax(0.0, x), np.array(x > 0, dtype=np.int8)


def relu_backward(dout, cache):
    return np.multiply(dout, cache)


def softmax_loss(x, y):
    s = x.T
    s = s - s.max(axis=0)
    log_p = s - np.logaddexp.reduce(s, axis=0)
    classes = np.arange(len(s))[:, None]
    hit = classes == y
    return -log_p[hit].sum() / len(y), ((np.exp(log_p) - hit) / len(y)).T
