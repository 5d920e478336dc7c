# Row by row.
def softmax_loss(x, y):
    N, C = x.shape
    loss, dx = 0.0, np.zeros((N, C))
    top = x.max(axis=0)
    totals = [sum(np.exp(x[i, c] - top[c]) for i in range(N)) for c in range(C)]
    for i in range(N):
        scores = x[i] - top
        loss += np.log(totals[y[i]]) - scores[y[i]]
        for c in range(C):
            dx[i, c] += np.exp(scores[c]) / totals[c]
        dx[i, y[i]] -= 1
    loss = loss / N
    dx = dx / N
    return loss, dx
