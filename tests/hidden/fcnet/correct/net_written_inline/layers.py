def affine_forward(x, w, b):
    N = x.shape[0]
    return x.reshape(N, -1).dot(w) + b, (x, w, b)


def affine_backward(dout, cache):
    x, w, b = cache
    N = x.shape[0]
    return dout.dot(w.T).reshape(x.shape), x.reshape(N, -1).T.dot(dout), np.ones(N).dot(dout)


def relu_forward(x):
    out = np.maximum(0, x)
    return out, out


def relu_backward(dout, cache):
    return dout * (cache > 0).astype(float)


def softmax_loss(x, y):
    N = x.shape[0]
    shifted = x - np.max(x, axis=1, keepdims=True)
    Z = np.sum(np.exp(shifted), axis=1, keepdims=True)
    logp = shifted - np.log(Z)
    loss = -np.sum(logp[np.arange(N), y]) / N
    d = np.exp(logp).copy()
    d[np.arange(N), y] -= 1
    d /= N
    return loss, d
