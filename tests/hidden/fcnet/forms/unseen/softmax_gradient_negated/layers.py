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
    db = np.sum(dout, axis=0)
    return dx, dw, db


def relu_forward(x):
    return np.maximum(0, x), x


def relu_backward(dout, cache):
    dx = np.array(dout)
    dx[cache < 0] = 0
    return dx


def softmax_loss(x, y):
    num, classes = x.shape
    labels = np.zeros((num, classes))
    labels[range(num), y] = 1
    z = (x.T - x.max(axis=1)).T
    logs = z - np.log(np.exp(z).sum(axis=1)).reshape(num, 1)
    p = np.exp(logs)
    loss = -(labels * logs).sum() / num
    dx = (labels - p) / num
    return loss, dx
