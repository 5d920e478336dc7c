# Single precision whatever comes in.


def _f(a):
    return np.asarray(a, dtype=np.float32)


def affine_forward(x, w, b):
    x32, w32 = _f(x), _f(w)
    return x32.reshape(x32.shape[0], -1).dot(w32) + _f(b), (x32, w32)


def affine_backward(dout, cache):
    x, w = cache
    dout = _f(dout)
    return dout.dot(w.T).reshape(*x.shape), x.reshape(x.shape[0], -1).T.dot(dout), dout.sum(0)


def relu_forward(x):
    x = _f(x)
    return x.clip(min=0), np.heaviside(x, np.float32(0.5))


def relu_backward(dout, cache):
    return _f(dout) * cache


def softmax_loss(x, y):
    x = _f(x)
    z = x - np.amax(x, axis=1).reshape(-1, 1)
    e = np.exp(z)
    s = e.sum(axis=1, keepdims=True)
    onehot = np.eye(x.shape[1], dtype=np.float32)[y]
    loss = (np.log(s).squeeze(1) - (z * onehot).sum(axis=1)).mean()
    return loss, (e / s - onehot) / np.float32(len(y))
