"""Checks to run while you work: `pytest`, or `pytest -k Exercise1` for one exercise.

The check cells of the notebook run them, too. Your work is graded by more tests, with other inputs.
"""

import numpy as np
import pytest

from nndl.knn import KNearestNeighbor
from utils.linear_checks import assert_close


def remembering(X, y=None):
    """A classifier with a training set."""
    knn = KNearestNeighbor()
    knn.train(X, np.zeros(len(X), dtype=int) if y is None else np.array(y))
    return knn


@pytest.mark.parametrize("way", ["two_loops", "one_loop", "no_loops"])
class TestExercise1Distances:
    def distances(self, way, X, X_train):
        """What a way returns; its arguments should be left alone."""
        before = X.copy(), X_train.copy()
        dists = getattr(remembering(X_train), f"compute_distances_{way}")(X)
        shape = len(X), len(X_train)
        assert np.shape(dists) == shape, (
            f"{way}: for {shape[0]} points and {shape[1]} training points the distances should "
            f"have shape {shape}, a row for each point; yours have {np.shape(dists)}"
        )
        assert np.array_equal(X, before[0]), f"{way} should leave X alone, and changed it"
        assert np.array_equal(X_train, before[1]), f"{way} should leave the training points alone"
        return np.asarray(dists)

    def test_a_distance_worked_by_hand(self, way):
        with np.errstate(all="ignore"):
            ((got,),) = self.distances(way, np.array([[1.0, 2.0]]), np.array([[4.0, 6.0]]))
        meanings = {
            25: "the root is missing",
            7: "the sizes of the differences are added up, not their squares",
            49: "the differences are added up before they are squared, and the root is missing",
            4: "that is the larger of the two differences",
        }
        told = [f": {text}" for value, text in meanings.items() if np.isclose(got, value)]
        assert np.isclose(got, 5), (
            f"{way}: (1, 2) and (4, 6) are 3 apart one way and 4 the other, so their distance is "
            f"5; yours is {got:.4g}{''.join(told)}"
        )

    def test_each_point_against_each_training_point(self, way):
        X, X_train = (
            np.array([[0.0, 0, 0], [1, 2, 2]]),
            np.array([[2.0, 3, 6], [0, 0, 0], [1, 0, 0]]),
        )
        dists = self.distances(way, X, X_train)
        expected = [[7, 0, 1], [np.sqrt(18), 3, np.sqrt(8)]]
        message = f"{way}: the points (0, 0, 0) and (1, 2, 2) lie at 7, 0, 1 and 4.2426, 3, 2.8284 "
        assert_close(dists, expected, message + "from the training points; you have", atol=1e-4)

    def test_more_points_than_training_points_and_many_features(self, way):
        rng = np.random.RandomState(42)
        X, X_train = rng.randn(7, 50), rng.randn(3, 50)
        difference = self.distances(way, X, X_train) - np.linalg.norm(X[:, None] - X_train, axis=2)
        message = f"{way}: 7 points and 3 training points of 50 numbers each: largest error"
        assert_close(np.abs(difference).max(), 0, message)

    def test_a_training_point_is_at_no_distance_from_itself(self, way):
        X = 30 + 5 * np.random.RandomState(43).randn(20, 100)
        with np.errstate(all="ignore"):
            own = np.diag(self.distances(way, X, X.copy()))
        assert not np.isnan(own).any(), (
            f"{way}: {np.isnan(own).sum()} of 20 points have nan as their distance from "
            "themselves: rounding leaves a square slightly below 0, and its root is nan; set what "
            "is below 0 to 0 first"
        )
        assert own.max() < 1, f"{way}: a point is {own.max():.2g} away from itself"


class TestExercise2TheVote:
    # The training points' labels, by place.
    labels = (4, 1, 1, 4, 0, 7)

    def vote(self, dists, k, labels=labels):
        """What predict_labels returns; the distances should be left alone."""
        dists = np.array(dists, dtype=float)
        before = dists.copy()
        predicted = remembering(np.zeros((len(labels), 2)), labels).predict_labels(dists, k=k)
        assert np.shape(predicted) == (len(dists),), (
            f"predict_labels should return one label for each of {len(dists)} rows, shape "
            f"({len(dists)},); yours has shape {np.shape(predicted)}"
        )
        assert np.array_equal(dists, before), "predict_labels should leave dists alone"
        return np.asarray(predicted)

    def test_one_neighbour_gives_its_own_label(self):
        dists = [[5, 6, 7, 8, 1, 9], [9, 3, 8, 7, 6, 5], [9, 8, 7, 6, 5, 1]]
        got = self.vote(dists, 1).tolist()
        told = {(4, 1, 5): ": those are the places of the neighbours, not their labels"}
        told[7, 4, 4] = ": those are the labels of the points that are farthest"
        assert got == [0, 1, 7], (
            f"k = 1, the nearest are at places 4, 1 and 5, of labels 0, 1 and 7; you have {got}"
            f"{told.get(tuple(got), '')}"
        )

    def test_the_majority_wins(self):
        dists = [[9, 3, 4, 8, 1, 7], [1, 8, 9, 2, 7, 3]]
        got = self.vote(dists, 3).tolist()
        assert got == [1, 4], (
            f"k = 3, the nearest three have labels 0, 1, 1 and 4, 4, 7: two for 1, and two for 4; "
            f"you have {got}"
        )

    def test_of_equally_many_the_smallest_label_wins(self):
        dists = [[1, 4, 3, 2, 9, 9], [9, 9, 9, 9, 2, 1]]
        for k, expected in (4, 1), (2, 4):
            got = self.vote(dists[:1], k).tolist()
            assert got == [expected], (
                f"k = {k}: labels 4 and 1 have two votes each, so 1 wins; with k = 2 both votes "
                f"are for 4. Expected {expected}, and you have {got[0]}"
            )
        got = self.vote(dists[1:], 2).tolist()
        assert got == [0], (
            "k = 2: one vote for label 7, which is nearer, and one for 0: the smallest label "
            f"wins, 0; you have {got[0]}"
        )

    def test_all_training_points_may_vote(self):
        got = self.vote([[6, 5, 4, 3, 2, 1]], 6, labels=(2, 2, 2, 0, 0, 3)).tolist()
        assert got == [2], f"k = 6 of 6: three votes for label 2; you have {got[0]}"

    def test_predict_is_made_of_both_exercises(self):
        knn = remembering(np.array([[0.0, 0], [0, 1], [9, 9]]), [3, 3, 5])
        got = np.asarray(knn.predict(np.array([[8.0, 8], [1, 1]]), k=1)).tolist()
        assert got == [5, 3], f"(8, 8) is near (9, 9), label 5; (1, 1) near (0, 1), 3: {got}"
