# Shuffles everything and takes the first, without replacement; prints every loss.
def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
    if self.W is None:
        self.W = np.random.standard_normal((X.shape[1], np.unique(y)[-1] + 1)) / 1000
    losses = []
    for _ in range(num_iters):
        order = np.arange(X.shape[0])
        np.random.shuffle(order)
        X_batch = X[order][:batch_size]
        y_batch = np.take(y, order[:batch_size])
        loss, grad = self.loss(X_batch=X_batch, y_batch=y_batch, reg=reg)
        print(loss)
        losses += [loss]
        self.W = np.add(self.W, -learning_rate * grad)
    return losses


def predict(self, X):
    y_pred = np.zeros(X.shape[0])
    scores = X.dot(self.W)
    for i in range(len(scores)):
        y_pred[i] = int(np.where(scores[i] == scores[i].max())[0][0])
    return y_pred


LinearClassifier.train = train
LinearClassifier.predict = predict
