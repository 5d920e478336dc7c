# Divides by zero on the way, prints, warns, and returns what is right.
def svm_loss_naive(W, X, y, reg):
    print("W", W.shape)
    np.log(np.zeros(1))
    dW = np.zeros(W.shape)
    loss = 0.0
    for i in range(X.shape[0]):
        scores = X[i].dot(W)
        correct = scores[y[i]]
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            margin = scores[j] - correct + 1
            if margin >= 0:
                loss += margin
                dW.T[j] += X[i]
                dW.T[y[i]] -= X[i]
    return loss / X.shape[0] + 0.5 * reg * np.sum(W * W), dW / X.shape[0] + reg * W


def svm_loss_vectorized(W, X, y, reg):
    scores = X.dot(W)
    margins = np.fmax(0, scores - scores[np.arange(len(y)), y, None] + 1)
    loss = (np.sum(margins) - len(y)) / len(y) + reg / 2 * np.sum(W**2)
    steps = np.heaviside(margins, 0)
    np.add.at(steps, (np.arange(len(y)), y), -steps.sum(1))
    print("loss", loss)
    return np.array([loss]), X.T.dot(steps) / len(y) + reg * W


def softmax_loss_naive(W, X, y, reg):
    loss, dW = 0, reg * W.copy()
    for i, (x, t) in enumerate(zip(X, y)):
        f = x @ W
        f = f - f[t]  # by the right class's score, then by the largest
        shift = f.max()
        p = np.exp(f - shift) / np.exp(f - shift).sum()
        print(i, p)
        loss -= np.log(p[t])
        p[t] -= 1
        dW += x[:, None] * p[None, :] / X.shape[0]
    return np.asarray(loss / X.shape[0] + 0.5 * reg * (W * W).sum()), dW


def softmax_loss_vectorized(W, X, y, reg):
    f = X @ W
    f = (f.T - f.max(1)).T
    p = np.exp(f)
    p = (p.T / p.sum(1)).T
    np.exp(np.array([1e4]))
    right = np.take_along_axis(p, y[:, None], axis=1)
    dscores = p.copy()
    np.put_along_axis(dscores, y[:, None], right - 1, axis=1)
    return -np.log(right).mean() + reg * (W * W).sum() * 0.5, X.T @ dscores / X.shape[0] + reg * W
