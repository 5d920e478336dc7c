from .linear_losses import softmax_loss_vectorized, svm_loss_vectorized


class LinearClassifier:
    def __init__(self, W=None):
        self.W = None if W is None else W.copy()

    def loss(self, X_batch, y_batch, reg):
        raise NotImplementedError("a subclass says what the loss is")

    def train(
        self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False
    ):
        rng = np.random.default_rng()
        if self.W is None:
            self.W = rng.normal(0, 0.001, size=(X.shape[1], int(max(y)) + 1))
        losses = []
        for step in range(num_iters):
            picked = rng.permutation(len(X))[:batch_size]
            loss, dW = self.loss(X[picked], y[picked], reg=0)
            step_taken = learning_rate * dW
            self.W = self.W - step_taken
            losses.append(loss)
            if verbose and step % 100 == 0:
                print(f"step {step} of {num_iters}: loss {loss:.4f}")
        return losses

    def predict(self, X):
        return np.array([np.argmax(x @ self.W) for x in X])


class LinearSVM(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        return svm_loss_vectorized(self.W, X_batch, y_batch, reg)


class Softmax(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        return softmax_loss_vectorized(self.W, X_batch, y_batch, reg)
