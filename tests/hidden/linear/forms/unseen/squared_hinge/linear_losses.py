def svm_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape)
    num_classes = W.shape[1]
    num_train = X.shape[0]
    loss = 0.0
    for i in range(num_train):
        scores = X[i].dot(W)
        correct = scores[y[i]]
        for j in range(num_classes):
            if j == y[i]:
                continue
            margin = scores[j] - correct + 1.0
            if margin > 0:
                loss += margin**2
                dW[:, j] += 2 * margin * X[i]
                dW[:, y[i]] -= 2 * margin * X[i]
    loss /= num_train
    dW /= num_train
    loss += 0.5 * reg * np.sum(W * W)
    dW += reg * W
    return loss, dW


def svm_loss_vectorized(W, X, y, reg):
    N, C = len(X), W.shape[1]
    Y = np.eye(C)[y]
    S = X @ W
    right = (S * Y).sum(axis=1, keepdims=True)
    M = (S - right + 1) * (1 - Y)
    close = (M > 0).astype(float)
    twice = 2 * M * close
    G = twice - twice.sum(axis=1, keepdims=True) * Y
    data = (M**2 * close).sum() / N
    penalty = reg / 2 * (W**2).sum()
    return data + penalty, X.T @ G / N + reg * W
