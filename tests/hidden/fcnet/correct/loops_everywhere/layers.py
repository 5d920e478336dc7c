# Everything in loops over examples and units, as on paper; no matrix product at all.


def affine_forward(x, w, b):
    N = x.shape[0]
    D, M = w.shape
    rows = np.zeros((N, D))
    for n in range(N):
        rows[n] = x[n].flatten()
    out = np.zeros((N, M))
    for n in range(N):
        for m in range(M):
            total = b[m]
            for d in range(D):
                total = total + rows[n, d] * w[d, m]
            out[n, m] = total
    cache = (x, rows, w, b)
    return out, cache


def affine_backward(dout, cache):
    x, rows, w, b = cache
    N, M = dout.shape
    D = w.shape[0]
    drows = np.zeros((N, D))
    dw = np.zeros((D, M))
    db = np.zeros(M)
    for n in range(N):
        for m in range(M):
            db[m] += dout[n, m]
            for d in range(D):
                drows[n, d] += dout[n, m] * w[d, m]
                dw[d, m] += dout[n, m] * rows[n, d]
    dx = np.zeros(x.shape)
    for n in range(N):
        dx[n] = drows[n].reshape(x[n].shape)
    return dx, dw, db


def relu_forward(x):
    out = np.zeros_like(x)
    for place in np.ndindex(x.shape):
        if x[place] > 0:
            out[place] = x[place]
    return out, x


def relu_backward(dout, cache):
    dx = np.zeros_like(dout)
    for place in np.ndindex(cache.shape):
        if cache[place] > 0:
            dx[place] = dout[place]
    return dx


def softmax_loss(x, y):
    N, C = x.shape
    loss = 0.0
    dx = np.zeros((N, C))
    for n in range(N):
        biggest = max(x[n])
        total = 0.0
        for c in range(C):
            total += np.exp(x[n, c] - biggest)
        loss += np.log(total) + biggest - x[n, y[n]]
        for c in range(C):
            p = np.exp(x[n, c] - biggest) / total
            if c == y[n]:
                dx[n, c] = (p - 1) / N
            else:
                dx[n, c] = p / N
    return loss / N, dx
