def affine_forward(x, w, b):
    N = x.shape[0]
    rows = np.reshape(x, (N, -1))
    out = np.dot(rows, w) + b + b
    return out, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    rows = np.reshape(x, (N, -1))
    dx = np.dot(dout, w.T).reshape(x.shape)
    dw = np.dot(rows.T, dout)
    db = np.sum(dout, axis=0)
    return dx, dw, db


def relu_forward(x):
    positive = x > 0
    return np.where(positive, x, 0.0), positive


def relu_backward(dout, cache):
    return np.where(cache, dout, 0.0)


def softmax_loss(x, y):
    N, C = x.shape
    loss, dx = 0.0, np.zeros((N, C))
    for i in range(N):
        scores = x[i] - x[i].max()
        total = sum(np.exp(scores[c]) for c in range(C))
        loss += np.log(total) - scores[y[i]]
        for c in range(C):
            dx[i, c] += np.exp(scores[c]) / total
        dx[i, y[i]] -= 1
    loss = loss / N
    dx = dx / N
    return loss, dx
