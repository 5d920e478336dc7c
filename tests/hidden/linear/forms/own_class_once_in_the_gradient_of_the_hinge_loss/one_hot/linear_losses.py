def softmax_loss_naive(W, X, y, reg):
    N, C = len(X), W.shape[1]
    losses, grads = [], []
    for x, t in zip(X, y):
        s = x @ W
        s = s - s.max()
        e = np.exp(s)
        p = e / e.sum()
        losses.append(-np.log(p[t]))
        hot = np.zeros(C)
        hot[t] = 1
        grads.append(np.outer(x, p - hot))
    data = sum(losses) / N
    penalty = reg / 2 * (W**2).sum()
    return data + penalty, sum(grads) / N + reg * W


def softmax_loss_vectorized(W, X, y, reg):
    N, C = len(X), W.shape[1]
    Y = np.eye(C)[y]
    S = X @ W
    S = S - S.max(axis=1)[:, None]
    logZ = np.log(np.exp(S).sum(axis=1))[:, None]
    logP = S - logZ
    data = -(Y * logP).sum() / N
    G = np.exp(logP) - Y
    penalty = reg / 2 * (W**2).sum()
    return data + penalty, X.T @ G / N + reg * W


def svm_loss_naive(W, X, y, reg):
    N, C = len(X), W.shape[1]
    losses, grads = [], []
    for x, t in zip(X, y):
        s = x @ W
        g = np.zeros(C)
        cost = 0.0
        for c in range(C):
            m = s[c] - s[t] + 1
            if c != t and m > 0:
                cost += m
                g[c] += 1
                g[t] = -1
        losses.append(cost)
        grads.append(np.outer(x, g))
    data = sum(losses) / N
    penalty = reg / 2 * (W**2).sum()
    return data + penalty, sum(grads) / N + reg * W


def svm_loss_vectorized(W, X, y, reg):
    N, C = len(X), W.shape[1]
    Y = np.eye(C)[y]
    S = X @ W
    right = (S * Y).sum(axis=1, keepdims=True)
    M = (S - right + 1) * (1 - Y)
    close = (M > 0).astype(float)
    G = close - close.any(axis=1, keepdims=True) * Y
    data = (M * close).sum() / N
    penalty = reg / 2 * (W**2).sum()
    return data + penalty, X.T @ G / N + reg * W
