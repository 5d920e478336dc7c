# A generator of minibatches, a step of its own; the classes written anew.
class LinearClassifier:
    def __init__(self, W=None):
        self.W = None
        if W is not None:
            self.W = np.array(W, dtype=np.float64)

    def _minibatches(self, X, y, count, size):
        generator = np.random.default_rng()
        for _ in range(count):
            chosen = generator.choice(X.shape[0], size=size, replace=False)
            yield X[chosen], y[chosen]

    def _step(self, X, y, rate, reg):
        loss, slope = self.loss(X, y, reg)
        self.W = self.W - rate * slope
        return loss

    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        if self.W is None:
            self.W = np.random.default_rng().standard_normal((X.shape[1], int(y.max()) + 1)) * 1e-3
        batches = self._minibatches(X, y, num_iters, batch_size)
        return [self._step(*batch, learning_rate, reg) for batch in batches]

    def predict(self, X):
        scores = self.W.T @ X.T
        return scores.argmax(axis=0)


class LinearSVM(LinearClassifier):
    def loss(self, *batch):
        return svm_loss_vectorized(self.W, *batch)


class Softmax(LinearClassifier):
    def loss(self, *batch):
        return softmax_loss_vectorized(self.W, *batch)
