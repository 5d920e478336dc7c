def affine_forward(x, w, b):
    N = x.shape[0]
    rows = np.reshape(x, (N, -1))
    out = np.dot(rows, w) + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    rows = np.reshape(x, (N, -1))
    dx = np.dot(dout, w.T).reshape(x.shape)
    dw = np.dot(rows.T, dout)
    db = np.sum(dout, axis=1)
    return dx, dw, db
