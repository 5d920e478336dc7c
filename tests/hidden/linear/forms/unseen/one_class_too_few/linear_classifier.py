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
            num_classes = np.max(y)
            self.W = np.random.randn(X.shape[1], num_classes) * 0.001
        losses = []
        for step in range(num_iters):
            indices = np.random.choice(X.shape[0], batch_size, replace=True)
            X_batch = X[indices]
            y_batch = y[indices]
            loss, grad = self.loss(X_batch, y_batch, reg)
            self.W -= learning_rate * grad
            losses.append(loss)
            if verbose and step % 100 == 0:
                print(f"step {step} of {num_iters}: loss {loss:.4f}")
        return losses

    def predict(self, X):
        scores = X.dot(self.W)
        y_pred = np.argmax(scores, axis=1)
        return y_pred


class LinearSVM(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        return svm_loss_vectorized(self.W, X_batch, y_batch, reg)


class Softmax(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        return softmax_loss_vectorized(self.W, X_batch, y_batch, reg)
