# Row by row.
def softmax_loss(x, y):
    N, C = x.shape
    loss, dx = 0.0, np.zeros((N, C))
    for i in range(N):
        scores = x[i]
        total = sum(np.exp(scores[c]) for c in range(C))
        loss += np.log(total) - scores[y[i]]
        for c in range(C):
            dx[i, c] += np.exp(scores[c]) / total
        dx[i, y[i]] -= 1
    loss = loss / N
    dx = dx / N
    return loss, dx
