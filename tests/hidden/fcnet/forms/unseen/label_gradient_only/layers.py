def softmax_loss(x, y):
    num, classes = x.shape
    labels = np.zeros((num, classes))
    labels[range(num), y] = 1
    z = (x.T - x.max(axis=1)).T
    logs = z - np.log(np.exp(z).sum(axis=1)).reshape(num, 1)
    p = np.exp(logs)
    loss = -(labels * logs).sum() / num
    dx = (p - labels) * labels / num
    return loss, dx
