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
        return np.sqrt(np.maximum(squares, 0))

    def compute_distances_two_loops(self, X):
        D = np.empty((X.shape[0], self.X_train.shape[0]))
        for n, point in enumerate(X):
            for m, known in enumerate(self.X_train):
                D[n, m] = np.power(point - known, 2).sum()
        return self._finish(D)

    def compute_distances_one_loop(self, X):
        D = np.empty((X.shape[0], self.X_train.shape[0]))
        for m, known in enumerate(self.X_train):
            D[:, m] = np.power(X - known, 2).sum(axis=-1)
        return self._finish(D)

    def compute_distances_no_loops(self, X):
        x_norms = np.linalg.norm(X, axis=1, keepdims=True) ** 2
        t_norms = np.linalg.norm(self.X_train, axis=1, keepdims=True) ** 2
        D = x_norms + t_norms.T - np.matmul(X, np.transpose(self.X_train))
        return self._finish(D)

    def predict_labels(self, dists, k=1):
        neighbours = np.argpartition(dists, k - 1, axis=1)[:, :k]
        classes = np.unique(self.y_train)
        votes = (self.y_train[neighbours][:, :, None] == classes).sum(axis=1)
        return classes[votes.argmax(axis=1)]
