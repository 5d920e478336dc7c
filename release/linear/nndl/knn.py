"""The nearest neighbour classifier: it remembers the training set, and asks what is close by."""

import numpy as np


class KNearestNeighbor:
    """Give a point the label that most of its k nearest training points have."""

    def train(self, X, y):
        """Remember the training set; nothing else is learned.

        Args:
            X: training points, (M, D).
            y: their labels, (M,), whole numbers from 0.
        """
        self.X_train = X
        self.y_train = y

    def predict(self, X, k=1, num_loops=0):
        """Label points by their k nearest neighbours.

        Args:
            X: points, (N, D).
            k: how many neighbours vote.
            num_loops: which of the three ways computes the distances: 0, 1 or 2 loops.

        Returns:
            Labels, (N,).

        Raises:
            ValueError: num_loops is none of 0, 1 and 2.
        """
        ways = {
            0: self.compute_distances_no_loops,
            1: self.compute_distances_one_loop,
            2: self.compute_distances_two_loops,
        }
        if num_loops not in ways:
            raise ValueError(f"num_loops is {num_loops!r}; it must be 0, 1 or 2")
        return self.predict_labels(ways[num_loops](X), k=k)

    def compute_distances_two_loops(self, X):
        """Distances between points and training points, one at a time.

        Args:
            X: points, (N, D). Not modified; nor is the training set, self.X_train, (M, D).

        Returns:
            dists, (N, M): dists[i, j] is the Euclidean distance between X[i] and
            self.X_train[j], the square root of the sum of the squared differences.
        """
        raise NotImplementedError("KNearestNeighbor.compute_distances_two_loops is not implemented yet")

    def compute_distances_one_loop(self, X):
        """The distances of compute_distances_two_loops, a whole row at a time.

        Args:
            X: points, (N, D). Not modified.

        Returns:
            dists, (N, M).
        """
        raise NotImplementedError("KNearestNeighbor.compute_distances_one_loop is not implemented yet")

    def compute_distances_no_loops(self, X):
        """The distances of compute_distances_two_loops, all at once.

        An array of all differences, (N, M, D), would not fit in memory for many images. Expand
        the square of the distance instead: then most of the work is one matrix product. Rounding
        may leave a square that should be 0 slightly below it: no distance may be nan because
        of that, also when a point of X is itself a training point.

        Args:
            X: points, (N, D). Not modified.

        Returns:
            dists, (N, M).
        """
        raise NotImplementedError("KNearestNeighbor.compute_distances_no_loops is not implemented yet")

    def predict_labels(self, dists, k=1):
        """Let the k nearest training points of each point vote on its label.

        Args:
            dists: distances to the training points, (N, M). Not modified.
            k: how many neighbours vote, from 1 to M.

        Returns:
            Labels, (N,): for each row the label that most of the k neighbours have and, of
            several that as many have, the smallest.
        """
        raise NotImplementedError("KNearestNeighbor.predict_labels is not implemented yet")
