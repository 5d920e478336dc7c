def svm_loss_naive(W, X, y, reg):
    n_features, n_classes = W.shape
    n = X.shape[0]
    grad = np.zeros((n_features, n_classes))
    value = 0
    for row in range(n):
        right = np.dot(X[row], W[:, y[row]])
        violations = 0
        for c in range(n_classes):
            over = np.dot(X[row], W[:, c]) - right + 1
            if over <= 0 or c == y[row]:
                continue
            value = value + over / n
            violations += 1
            grad[:, c] = grad[:, c] + X[row] / n
        grad[:, y[row]] = grad[:, y[row]] - violations * X[row] / n
    for d in range(n_features):
        for c in range(n_classes):
            value += 0.5 * reg * W[d, c] ** 2
            grad[d, c] += reg * W[d, c]
    return value, grad


def svm_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    scores = np.einsum("nd,dc->nc", X, W)
    right = np.take_along_axis(scores, y[:, None], axis=1)
    over = scores - right + 1
    np.put_along_axis(over, y[:, None], 0, axis=1)
    counted = np.where(over > 0, 1.0, 0.0)
    value = np.mean(over * counted) + reg * np.sum(np.square(W)) * 0.5
    np.put_along_axis(counted, y[:, None], -counted.sum(1, keepdims=True), axis=1)
    grad = np.einsum("nd,nc->dc", X, counted) / n
    grad = grad + reg * W
    return value, grad


def softmax_loss_naive(W, X, y, reg):
    n_features, n_classes = W.shape
    n = X.shape[0]
    grad = np.zeros((n_features, n_classes))
    value = 0
    for row in range(n):
        f = [np.dot(X[row], W[:, c]) for c in range(n_classes)]
        top = max(f)
        powers = [np.exp(each - top) for each in f]
        value = value - np.log(powers[y[row]] / sum(powers)) / n
        for c in range(n_classes):
            grad[:, c] = grad[:, c] + powers[c] / sum(powers) * X[row] / n
        grad[:, y[row]] -= X[row] / n
    for d in range(n_features):
        for c in range(n_classes):
            value += 0.5 * reg * W[d, c] ** 2
            grad[d, c] += reg * W[d, c]
    return value, grad


def softmax_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    scores = np.einsum("nd,dc->nc", X, W)
    top = np.amax(scores, axis=1).reshape(n, 1)
    powers = np.exp(scores - top)
    powers /= powers.sum(axis=1).reshape(n, 1)
    value = -np.mean(np.log(powers[range(n), y])) + reg * np.sum(np.square(W)) * 0.5
    powers[range(n), y] -= 1
    grad = np.einsum("nd,nc->dc", X, powers) / n
    grad = grad + reg * W
    return value, grad
