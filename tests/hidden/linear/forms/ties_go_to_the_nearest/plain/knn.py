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

    def compute_distances_two_loops(self, X):
        num_test = X.shape[0]
        num_train = self.X_train.shape[0]
        dists = np.zeros((num_test, num_train))
        for i in range(num_test):
            for j in range(num_train):
                diff = X[i, :] - self.X_train[j, :]
                dists[i, j] = np.sqrt(np.sum(diff * diff))
        return dists

    def compute_distances_one_loop(self, X):
        num_test = X.shape[0]
        num_train = self.X_train.shape[0]
        dists = np.zeros((num_test, num_train))
        for i in range(num_test):
            diff = self.X_train - X[i, :]
            dists[i, :] = np.sqrt(np.sum(diff * diff, axis=1))
        return dists

    def compute_distances_no_loops(self, X):
        test_sq = np.sum(X * X, axis=1).reshape(-1, 1)
        train_sq = np.sum(self.X_train * self.X_train, axis=1).reshape(1, -1)
        cross = X.dot(self.X_train.T)
        squared = test_sq + train_sq - 2 * cross
        squared[squared < 0] = 0
        dists = np.sqrt(squared)
        return dists

    def predict_labels(self, dists, k=1):
        num_test = dists.shape[0]
        y_pred = np.zeros(num_test, dtype=int)
        for i in range(num_test):
            order = np.argsort(dists[i])
            closest_y = self.y_train[order[:k]]
            counts = np.array([np.sum(closest_y == label) for label in closest_y])
            y_pred[i] = closest_y[np.argmax(counts)]
        return y_pred
