# One helper that any loss of scores is put into; the naive ones go point by point through it.
def _linear(loss_of_scores):
    def compute(W, X, y, reg):
        loss, dscores = loss_of_scores(X @ W, y)
        return float(loss + 0.5 * reg * np.vdot(W, W)), np.tensordot(X, dscores, (0, 0)) + reg * W

    return compute


def _point_by_point(compute):
    def naive(W, X, y, reg):
        parts = [compute(W, X[i : i + 1], y[i : i + 1], reg) for i in range(len(X))]
        return np.mean([loss for loss, _ in parts]), np.mean([dW for _, dW in parts], axis=0)

    return naive


def _softmax(s, y):
    s = s - s.mean(axis=1, keepdims=True)
    p = np.exp(s) / np.exp(s).sum(axis=1, keepdims=True)
    own = np.eye(s.shape[1])[y]
    return -np.sum(own * np.log(p)) / len(s), (p - own) / len(s)


def _hinge(s, y):
    own = np.eye(s.shape[1], dtype=bool)[y]
    m = s - s[own][:, None] + 1
    m[own] = -1
    g = (m > 0) / len(s)
    return m[m > 0].sum() / len(s), g - own * g.sum(axis=1, keepdims=True)


softmax_loss_vectorized = _linear(_softmax)
svm_loss_vectorized = _linear(_hinge)
softmax_loss_naive = _point_by_point(softmax_loss_vectorized)
svm_loss_naive = _point_by_point(svm_loss_vectorized)
