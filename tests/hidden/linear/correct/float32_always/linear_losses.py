# Everything in float32.
def _small(x):
    return np.asarray(x, dtype=np.float32)


def svm_loss_naive(W, X, y, reg):
    W, X = _small(W), _small(X)
    loss, dW = np.float32(0), np.zeros_like(W)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        for j in range(W.shape[1]):
            margin = scores[j] - scores[y[i]] + np.float32(1)
            if j != y[i] and margin > 0:
                loss += margin
                dW[:, j] += X[i]
                dW[:, y[i]] += -X[i]
    loss /= X.shape[0]
    dW /= X.shape[0]
    loss += np.float32(reg) / 2 * np.sum(W * W)
    dW += np.float32(reg) * W
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    W, X = _small(W), _small(X)
    n = X.shape[0]
    scores = X.dot(W)
    margins = scores - scores[range(n), y].reshape(n, 1) + 1
    margins[range(n), y] = 0
    margins[margins < 0] = 0
    mask = np.zeros_like(margins)
    mask[margins > 0] = 1
    mask[range(n), y] -= mask.sum(axis=1)
    dW = np.dot(X.T, mask) / n
    return np.sum(margins) / n + np.float32(0.5 * reg) * np.sum(W * W), dW + np.float32(reg) * W


def softmax_loss_naive(W, X, y, reg):
    W, X = _small(W), _small(X)
    loss, dW = np.float32(0), np.zeros_like(W)
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        scores -= scores.max()
        loss += -scores[y[i]] + np.log(np.sum(np.exp(scores)))
        for j in range(W.shape[1]):
            share = np.exp(scores[j]) / np.sum(np.exp(scores))
            dW[:, j] += share * X[i]
            if j == y[i]:
                dW[:, j] -= X[i]
    return loss / X.shape[0] + np.float32(reg / 2) * np.sum(W * W), dW / X.shape[0] + np.float32(reg) * W


def softmax_loss_vectorized(W, X, y, reg):
    W, X = _small(W), _small(X)
    n = X.shape[0]
    scores = X.dot(W)
    scores -= scores.max(axis=1)[:, None]
    exp = np.exp(scores)
    p = exp / exp.sum(axis=1)[:, None]
    loss = np.sum(-np.log(p[np.arange(n), y])) / n + np.float32(reg / 2) * np.sum(W * W)
    p[np.arange(n), y] -= 1
    return loss, X.T.dot(p / n) + np.float32(reg) * W
