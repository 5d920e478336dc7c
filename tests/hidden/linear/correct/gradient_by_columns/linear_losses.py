# Loops over classes, not points; the loss from the same columns; weights and points copied first.
def svm_loss_naive(W, X, y, reg):
    W, X = W.copy(), X.copy()
    N, C = X.shape[0], W.shape[1]
    scores = X.dot(W)
    own = np.array([scores[i, y[i]] for i in range(N)])
    loss, dW = 0.0, np.zeros(W.shape, dtype=W.dtype)
    for c in range(C):
        margin = (scores[:, c] - own + 1) * (y != c)
        active = margin > 0
        loss += margin[active].sum() / N
        dW[:, c] += X[active].sum(axis=0) / N
        for t in range(C):
            dW[:, t] -= X[active & (y == t)].sum(axis=0) / N
    loss += reg * 0.5 * np.sum(W**2)
    dW += reg * W
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    N = len(X)
    scores = X @ W
    own = scores[np.arange(N), y]
    loss = np.maximum(0, 1 + scores.T - own).T
    loss[np.arange(N), y] = 0
    weights = np.zeros(loss.shape)
    weights[loss > 0] = 1
    weights[np.arange(N), y] = -np.count_nonzero(loss, axis=1)
    return loss.sum(axis=1).mean() + 0.5 * reg * np.trace(W.T @ W), X.T @ weights / N + W * reg


def softmax_loss_naive(W, X, y, reg):
    N, C = X.shape[0], W.shape[1]
    scores = X.dot(W)
    for i in range(N):
        scores[i] -= max(scores[i])
    total = sum(np.exp(scores[:, c]) for c in range(C))
    loss, dW = 0.0, np.zeros(W.shape)
    for c in range(C):
        p = np.exp(scores[:, c]) / total
        mine = y == c
        loss -= np.log(p[mine]).sum()
        dW[:, c] = (X * (p - mine)[:, None]).sum(axis=0)
    return loss / N + 0.5 * reg * sum((W[:, c] ** 2).sum() for c in range(C)), dW / N + reg * W


def softmax_loss_vectorized(W, X, y, reg):
    scores = X @ W
    scores -= np.max(scores, axis=-1, keepdims=True)
    logsum = np.log(np.sum(np.exp(scores), axis=-1, keepdims=True))
    logp = scores - logsum
    loss = -logp[np.arange(len(y)), y].mean()
    d = np.exp(logp)
    d[np.arange(len(y)), y] -= 1
    d /= len(y)
    loss += reg * np.sum(W * W) * 0.5
    return loss, X.T @ d + reg * W
