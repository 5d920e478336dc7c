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
