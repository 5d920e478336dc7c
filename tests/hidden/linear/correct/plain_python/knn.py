# Lists and math, one number at a time; Counter for the votes.
import math
from collections import Counter


class KNearestNeighbor(KNearestNeighbor):
    def compute_distances_two_loops(self, X):
        rows = []
        for a in X:
            row = []
            for b in self.X_train:
                total = 0
                for p, q in zip(a, b):
                    total += (p - q) * (p - q)
                row.append(math.sqrt(total))
            rows.append(row)
        return rows

    def compute_distances_one_loop(self, X):
        return [[math.dist(a, b) for b in self.X_train] for a in X]

    def compute_distances_no_loops(self, X):
        return np.array(self.compute_distances_two_loops(X))

    def predict_labels(self, dists, k=1):
        labels = []
        for row in dists:
            order = sorted(range(len(row)), key=lambda j: row[j])
            votes = Counter(int(self.y_train[j]) for j in order[:k])
            most = max(votes.values())
            labels.append(min(label for label, n in votes.items() if n == most))
        return labels
