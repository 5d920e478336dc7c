def softmax_loss_vectorized(W, X, y, reg):
    num_train = X.shape[0]
    scores = X.dot(W)
    scores = scores - np.max(scores)
    exps = np.exp(scores)
    probs = exps / np.sum(exps, axis=1, keepdims=True)
    loss = np.sum(-np.log(probs[np.arange(num_train), y]))
    dscores = probs.copy()
    dscores[np.arange(num_train), y] -= 1
    dW = X.T.dot(dscores)
    loss /= num_train
    dW /= num_train
    loss += 0.5 * reg * np.sum(W * W)
    dW += reg * W
    return loss, dW
