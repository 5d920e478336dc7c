# np.dot, a tuple as cache.
def affine_forward(x, w, b):
    N = x.shape[0]
    rows = np.reshape(x, (N, -1))
    out = np.dot(rows, w) + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    dx = np.dot(dout, w.T).reshape(x.shape)
    dw = np.dot(x.T, dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db
