class KNearestNeighbor:
    def train(self, X, y):
        self.X_train = X
        self.y_train = y

    def predict(self, X, k=1, num_loops=0):
        if num_loops == 0:
            dists = self.compute_distances_no_loops(X)
        elif num_loops == 1:
            dists = self.compute_distances_one_loop(X)
        elif num_loops == 2:
            dists = self.compute_distances_two_loops(X)
        else:
            raise ValueError("num_loops must be 0, 1 or 2")
        return self.predict_labels(dists, k=k)

    def _finish(self, squares):
        return squares

    def compute_distances_two_loops(self, X):
        D = np.empty((X.shape[0], self.X_train.shape[0]))
        for n, point in enumerate(X):
            for m, known in enumerate(self.X_train):
                D[n, m] = abs(point - known).sum()
        return self._finish(D)

    def compute_distances_one_loop(self, X):
        D = np.empty((X.shape[0], self.X_train.shape[0]))
        for m, known in enumerate(self.X_train):
            D[:, m] = abs(X - known).sum(axis=-1)
        return self._finish(D)

    def compute_distances_no_loops(self, X):
        D = 0
        for d in range(X.shape[1]):
            D = D + np.abs(np.subtract.outer(X[:, d], self.X_train[:, d]))
        return self._finish(D)

    def predict_labels(self, dists, k=1):
        neighbours = np.argpartition(dists, k - 1, axis=1)[:, :k]
        classes = np.unique(self.y_train)
        votes = (self.y_train[neighbours][:, :, None] == classes).sum(axis=1)
        return classes[votes.argmax(axis=1)]
