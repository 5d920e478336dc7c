# Standard library for chance, one point at a time.
import random


def train(self, X, y, learning_rate=1e-3, reg=1e-5, num_iters=100, batch_size=200, verbose=False):
    if self.W is None:
        self.W = np.array([[random.gauss(0, 0.001) for _ in range(max(y) + 1)] for _ in X[0]])
    history = []
    for it in range(num_iters):
        chosen = random.sample(range(len(X)), batch_size)
        xs = np.array([X[i] for i in chosen])
        ys = np.array([y[i] for i in chosen])
        loss, grad = self.loss(xs, ys, reg)
        history.append(float(loss))
        self.W -= learning_rate * grad
    return history


def predict(self, X):
    return [max(range(self.W.shape[1]), key=lambda c: x @ self.W[:, c]) for x in X]


LinearClassifier.train = train
LinearClassifier.predict = predict
