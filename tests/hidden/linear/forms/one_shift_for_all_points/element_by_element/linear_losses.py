def softmax_loss_vectorized(W, X, y, reg):
    n = X.shape[0]
    scores = np.einsum("nd,dc->nc", X, W)
    top = np.amax(np.amax(scores, axis=0))
    powers = np.exp(scores - top)
    powers /= powers.sum(axis=1).reshape(n, 1)
    value = -np.mean(np.log(powers[range(n), y])) + reg * np.sum(np.square(W)) * 0.5
    powers[range(n), y] -= 1
    grad = np.einsum("nd,nc->dc", X, powers) / n
    grad = grad + reg * W
    return value, grad
