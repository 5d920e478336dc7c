# Complex roots for negative squares; the Gram matrix of all points together; sorting by label, stably.
class KNearestNeighbor(KNearestNeighbor):
    def compute_distances_two_loops(self, X):
        dists = [[None] * len(self.X_train) for _ in X]
        for j, b in enumerate(self.X_train):
            for i, a in enumerate(X):
                delta = a - b
                dists[i][j] = np.sqrt(delta @ delta)
        return np.array(dists)

    def compute_distances_one_loop(self, X):
        dists = np.zeros((self.X_train.shape[0], X.shape[0]))
        for j in range(self.X_train.shape[0]):
            dists[j] = np.sqrt(np.power(X - self.X_train[j], 2).sum(axis=-1))
        return dists.T

    def compute_distances_no_loops(self, X):
        both = np.concatenate([X, self.X_train])
        gram = both @ both.T
        squares = np.diag(gram)[:, None] + np.diag(gram)[None, :] - gram - gram.T
        return np.sqrt(squares.astype(complex)).real[: len(X), len(X) :]

    def predict_labels(self, dists, k=1):
        classes = sorted(set(self.y_train.tolist()))
        order = np.argsort(dists, axis=1, kind="stable")
        votes = np.zeros((dists.shape[0], len(classes)), dtype=int)
        for place in range(k):
            for column, label in enumerate(classes):
                votes[:, column] += self.y_train[order[:, place]] == label
        return np.array(classes)[np.argmax(votes, axis=1)]
