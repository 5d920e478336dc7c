# One-hot matrices and einsum.
def _one_hot(y, c):
    return (y[:, None] == np.arange(c)).astype(float)


def svm_loss_naive(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for x, hot in zip(X, _one_hot(y, W.shape[1])):
        s = np.einsum("d,dc->c", x, W)
        m = np.clip(s - s @ hot + 1 - hot, 0, None)
        bad = np.where(m > 0, 1.0, 0.0) * (1 - hot)
        loss += (m * (1 - hot)).sum()
        dW += np.outer(x, bad - hot * bad.sum())
    n = len(X)
    return loss / n + reg * 0.5 * np.einsum("dc,dc->", W, W), dW / n + reg * W


def svm_loss_vectorized(W, X, y, reg):
    hot = _one_hot(y, W.shape[1])
    s = np.einsum("nd,dc->nc", X, W)
    own = np.einsum("nc,nc->n", s, hot)[:, None]
    m = np.where(hot == 1, 0, np.maximum(0, s - own + 1))
    bad = np.sign(m)
    bad -= hot * bad.sum(1, keepdims=True)
    return m.sum(1).mean() + reg * np.square(W).sum() / 2, np.einsum("nd,nc->dc", X, bad) / len(X) + reg * W


def softmax_loss_naive(W, X, y, reg):
    loss, dW = 0.0, np.zeros_like(W)
    for x, hot in zip(X, _one_hot(y, W.shape[1])):
        s = x.dot(W)
        s = s - np.max(s)
        log_p = s - np.log(np.exp(s).sum())
        loss -= log_p @ hot
        dW += np.outer(x, np.exp(log_p) - hot)
    n = len(X)
    return loss / n + reg * 0.5 * np.einsum("dc,dc->", W, W), dW / n + reg * W


def softmax_loss_vectorized(W, X, y, reg):
    hot = _one_hot(y, W.shape[1])
    s = np.einsum("nd,dc->nc", X, W)
    top = s.max(1)[:, None]
    log_p = s - top - np.log(np.einsum("nc->n", np.exp(s - top)))[:, None]
    loss = -np.einsum("nc,nc->", log_p, hot) / len(X)
    return loss + 0.5 * reg * np.linalg.norm(W) ** 2, np.einsum("nd,nc->dc", X, (np.exp(log_p) - hot) / len(X)) + reg * W
