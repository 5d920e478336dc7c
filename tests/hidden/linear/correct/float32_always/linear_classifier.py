# Everything in float32; indices with replacement from randint.
class LinearClassifier(LinearClassifier):
    def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
        if self.W is None:
            self.W = np.random.normal(0, 0.001, (X.shape[1], np.max(y) + 1)).astype(np.float32)
        self.W = self.W.astype(np.float32)
        out = np.zeros(num_iters, np.float32)
        for it in range(num_iters):
            idx = np.random.randint(0, X.shape[0], size=batch_size)
            out[it], grad = self.loss(X[idx].astype(np.float32), y[idx], reg)
            self.W += np.float32(-learning_rate) * grad.astype(np.float32)
        return list(out)

    def predict(self, X):
        return X.astype(np.float32).dot(self.W.astype(np.float32)).argmax(1)


class LinearSVM(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        return svm_loss_vectorized(self.W, X_batch, y_batch, reg)


class Softmax(LinearClassifier):
    def loss(self, X_batch, y_batch, reg):
        return softmax_loss_vectorized(self.W, X_batch, y_batch, reg)
