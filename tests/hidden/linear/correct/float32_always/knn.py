# Everything in float32.
def _small(x):
    return np.asarray(x, dtype=np.float32)


class KNearestNeighbor(KNearestNeighbor):
    def compute_distances_two_loops(self, X):
        a, b = _small(X), _small(self.X_train)
        dists = np.zeros((len(a), len(b)), np.float32)
        for i in range(len(a)):
            for j in range(len(b)):
                dists[i, j] = ((a[i] - b[j]) ** 2).sum() ** 0.5
        return dists

    def compute_distances_one_loop(self, X):
        a, b = _small(X), _small(self.X_train)
        dists = np.zeros((len(a), len(b)), np.float32)
        for i in range(len(a)):
            square = a[i].dot(a[i]) + (b * b).sum(axis=1) - 2 * b.dot(a[i])
            dists[i, :] = np.sqrt(np.where(square < 0, 0, square))
        return dists

    def compute_distances_no_loops(self, X):
        a, b = _small(X), _small(self.X_train)
        square = (a * a).sum(axis=1).reshape(-1, 1) - 2 * a.dot(b.T) + (b * b).sum(axis=1)
        return np.sqrt(np.clip(square, 0, np.inf))

    def predict_labels(self, dists, k=1):
        near = self.y_train[dists.argsort(axis=1)[:, :k]]
        votes = (near[:, :, None] == np.arange(self.y_train.max() + 1)).sum(axis=1)
        return votes.argmax(axis=1).astype(np.float32)
