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
        return np.array([[np.linalg.norm(a - b) for b in self.X_train] for a in X])

    def compute_distances_one_loop(self, X):
        rows = []
        for a in X:
            rows.append(np.linalg.norm(self.X_train - a[np.newaxis, :], axis=1))
        return np.vstack(rows)

    def compute_distances_no_loops(self, X):
        T = self.X_train
        a2 = np.einsum("nd,nd->n", X, X)
        b2 = np.einsum("md,md->m", T, T)
        d2 = -2.0 * X.dot(T.T)
        d2 += a2[:, None]
        d2 += b2[None, :]
        return d2**0.5

    def predict_labels(self, dists, k=1):
        labels = []
        for row in dists:
            near = sorted(range(len(row)), key=lambda j: row[j])[:k]
            votes = {}
            for j in near:
                votes[self.y_train[j]] = votes.get(self.y_train[j], 0) + 1
            best = max(votes.values())
            winners = [label for label in votes if votes[label] == best]
            labels.append(min(winners))
        return np.array(labels)
