# einsum for every product; caches are dicts, with more in them than is needed.


def affine_forward(x, w, b):
    flat = x.reshape(len(x), w.shape[0])
    out = np.einsum("nd,dm->nm", flat, w) + b[np.newaxis, :]
    return out, {"flat": flat, "shape": x.shape, "w": w, "b": b, "out": out}


def affine_backward(dout, cache):
    dx = np.einsum("nm,dm->nd", dout, cache["w"]).reshape(cache["shape"])
    dw = np.einsum("nd,nm->dm", cache["flat"], dout)
    db = np.einsum("nm->m", dout)
    return dx, dw, db


def relu_forward(x):
    mask = x > 0
    return np.where(mask, x, np.zeros_like(x)), {"mask": mask}


def relu_backward(dout, cache):
    return np.where(cache["mask"], dout, 0.0)


def softmax_loss(x, y):
    n, c = x.shape
    onehot = np.zeros((n, c))
    onehot[range(n), y] = 1
    m = np.max(x, axis=1)[:, None]
    logsumexp = m + np.log(np.sum(np.exp(x - m), axis=1))[:, None]
    logp = x - logsumexp
    loss = -np.einsum("nc,nc->", onehot, logp) / n
    return loss, (np.exp(logp) - onehot) / n
