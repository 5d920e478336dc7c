# Everything by one cached table of squares; ways that call each other.
class KNearestNeighbor(KNearestNeighbor):
    def train(self, X, y):
        super().train(X.copy(), y.copy())
        self.norms = (X**2).sum(1)

    def _row(self, x):
        return np.sqrt(((x - self.X_train) ** 2).sum(1))

    def compute_distances_two_loops(self, X):
        return np.array([[self._row(x)[j] for j in range(len(self.X_train))] for x in X])

    def compute_distances_one_loop(self, X):
        return np.array([*map(self._row, X)])

    def compute_distances_no_loops(self, X):
        squares = self.norms - 2.0 * (X @ self.X_train.T)
        squares += np.sum(X * X, 1)[:, None]
        squares[squares < 0] = 0.0
        return squares**0.5

    def predict_labels(self, dists, k=1):
        def vote(row):
            labels = self.y_train[np.lexsort((self.y_train, row))][:k]
            return np.bincount(labels, minlength=10).argmax()

        return np.apply_along_axis(vote, 1, dists)
