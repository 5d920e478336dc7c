from .linear_losses import softmax_loss_vectorized, svm_loss_vectorized


class LinearClassifier:
    def __init__(self, W=None):
        self.W = None if W is None else W.copy()

    def loss(self, X_batch, y_batch, reg):
        raise NotImplementedError("a subclass says what the loss is")

    def train(
        self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False
    ):
        if self.W is None:
            self.W = 1e-3 * np.random.standard_normal((X.shape[1], 1 + y.max()))
        losses = []
        for step in range(num_iters):
            loss = self._step(X, y, learning_rate, reg, batch_size)
            losses.append(loss)
            if verbose and step % 100 == 0:
                print(f"step {step} of {num_iters}: loss {loss:.4f}")
        return losses

    def _step(self, X, y, eta, strength, size):
        rows = np.random.randint(0, len(y), size=size)
        value, slope = self.loss(np.take(X, rows, axis=0), np.take(y, rows), strength)
        np.subtract(self.W, eta * slope, out=self.W)
        return value

    def predict(self, X):
        best = np.full(len(X), -np.inf)
        labels = np.zeros(len(X), dtype=int)
        for c in range(self.W.shape[1]):
            score = X @ self.W[:, c]
            labels[score > best] = c
            best = np.maximum(best, score)
        return best


class LinearSVM(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        return svm_loss_vectorized(self.W, X_batch, y_batch, reg)


class Softmax(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        return softmax_loss_vectorized(self.W, X_batch, y_batch, reg)
