def softmax_loss_vectorized(W, X, y, reg):
    N, C = len(X), W.shape[1]
    Y = np.eye(C)[y]
    S = X @ W
    S = S - S.max(axis=1)[:, None]
    logZ = np.log(np.exp(S).sum(axis=0))[None, :]
    logP = S - logZ
    data = -(Y * logP).sum() / N
    G = np.exp(logP) - Y
    penalty = reg / 2 * (W**2).sum()
    return data + penalty, X.T @ G / N + reg * W
