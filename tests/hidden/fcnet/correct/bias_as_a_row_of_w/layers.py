# A feature that is always one: the bias is one more row of the weights.


def _with_one(x):
    rows = x.reshape(x.shape[0], -1)
    return np.hstack([rows, np.ones((rows.shape[0], 1))])


def affine_forward(x, w, b):
    return _with_one(x) @ np.vstack([w, b]), (x, np.vstack([w, b]))


def affine_backward(dout, cache):
    x, wb = cache
    dwb = _with_one(x).T @ dout
    dxo = dout @ wb.T
    return dxo[:, :-1].reshape(x.shape), dwb[:-1], dwb[-1]


def relu_forward(x):
    return (x + np.abs(x)) / 2, np.sign(x)


def relu_backward(dout, cache):
    return dout * (1 + cache) / 2


def softmax_loss(x, y):
    # From differences to the label's score: log of the sum of exp(x - x_y).
    N = x.shape[0]
    m = x - x[np.arange(N), y][:, None]
    top = np.maximum(m.max(axis=1), 0)
    sums = np.exp(m - top[:, None]).sum(axis=1)
    losses = top + np.log(sums)
    dx = np.exp(m - top[:, None]) / sums[:, None]
    for i in range(N):
        dx[i, y[i]] = -(dx[i].sum() - dx[i, y[i]])
    return np.sum(losses) / N, dx / N
