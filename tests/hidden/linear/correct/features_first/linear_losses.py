# Columns are points: scores (C, N), weights transposed.
def _penalised(loss, dWT, W, reg):
    return loss + 0.5 * reg * (W**2).sum(), dWT.T + reg * W


def svm_loss_naive(W, X, y, reg):
    WT, XT = W.T, X.T
    n = XT.shape[1]
    total, dWT = 0, np.zeros(WT.shape)
    for i in range(n):
        s = WT @ XT[:, i]
        wrong = [j for j in range(len(s)) if j != y[i] and s[j] > s[y[i]] - 1]
        total = total + sum(s[j] - s[y[i]] + 1.0 for j in wrong)
        for j in wrong:
            dWT[j] += XT[:, i]
            dWT[y[i]] -= XT[:, i]
    return _penalised(total / n, dWT / n, W, reg)


def svm_loss_vectorized(W, X, y, reg):
    s = W.T @ X.T
    n = s.shape[1]
    margins = s - np.choose(np.zeros(n, int), [s[y, np.arange(n)]]) + 1
    hinge = np.where(margins > 0, margins, 0)
    g = (margins > 0) * 1.0
    g[y, np.arange(n)] -= g.sum(axis=0)
    # The margin of a point's own class is always 1.
    return _penalised((hinge.sum() - n) / n, g @ X / n, W, reg)


def softmax_loss_naive(W, X, y, reg):
    n = X.shape[0]
    total, dWT = 0, np.zeros(W.T.shape)
    for i in range(n):
        s = W.T @ X[i]
        # 1 / p is the sum of exp of how far each score is above.
        for j in range(len(s)):
            p = 1 / np.exp(s - s[j]).sum()
            dWT[j] += p * X[i] / n
            if j == y[i]:
                total -= np.log(p)
                dWT[j] -= X[i] / n
    return _penalised(total / n, dWT, W, reg)


def softmax_loss_vectorized(W, X, y, reg):
    s = W.T @ X.T
    n = s.shape[1]
    e = np.exp(s - np.amax(s, axis=0))
    p = e / np.sum(e, axis=0)
    g = p.copy()
    g[y, range(n)] = g[y, range(n)] - 1
    return _penalised(-np.sum(np.log(p[y, range(n)])) / n, g.dot(X) / n, W, reg)
