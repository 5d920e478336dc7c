"""Distances in three ways, and the vote of the neighbours."""

import numpy as np
import pytest

from autograder.checks import as_array, assert_close

WAYS = pytest.mark.parametrize(
    "way", ["two_loops", "one_loop", "no_loops"], ids=["two loops", "one loop", "no loops"]
)


def _distances(package, X, X_train, way):
    knn = package.knn.KNearestNeighbor()
    knn.train(X_train, np.zeros(len(X_train), dtype=int))
    return getattr(knn, f"compute_distances_{way}")(X)


def _assert_squares_close(dists, expected, what, terms):
    """Compare squares: rounding is relative to the terms that cancel in them, not to the root."""
    dists = as_array(dists, expected.shape, what)
    assert (dists >= 0).all(), f"{what}: one is below zero"
    assert_close(dists**2, expected**2, f"the squares of {what}", terms=terms, condition=10)


@WAYS
@pytest.mark.grade("knn_distances", points=2)
def test_each_distance_is_the_root_of_the_summed_squares(nndl, reference, rng, way):
    X, X_train = rng.standard_normal((9, 30)), rng.standard_normal((13, 30))
    dists, expected = (_distances(each, X, X_train, way) for each in (nndl, reference))
    assert_close(dists, expected, "dists", terms=30, condition=10)


@WAYS
@pytest.mark.grade("knn_distances", points=1)
def test_distances_have_a_row_for_each_point_whatever_the_numbers(nndl, reference, rng, way):
    for n, m, d in ((1, 8, 5), (8, 1, 5), (6, 11, 1), (11, 6, 60)):
        X, X_train = 3 * rng.standard_normal((n, d)), rng.uniform(-2, 5, (m, d))
        dists, expected = (_distances(each, X, X_train, way) for each in (nndl, reference))
        what = f"dists of {n} points and {m} training points with {d} features"
        _assert_squares_close(dists, expected, what, d)


@WAYS
@pytest.mark.grade("knn_distances", points=1)
def test_a_point_that_is_a_training_point_is_at_distance_0_and_never_nan(nndl, reference, rng, way):
    X = rng.uniform(50, 250, (30, 200))
    dists, expected = (_distances(each, X, X, way) for each in (nndl, reference))
    what = "the distances between the training points themselves"
    _assert_squares_close(dists, expected, what, 200)


@WAYS
@pytest.mark.grade("knn_distances", points=0.5)
def test_points_in_float32_are_measured_as_well(nndl, reference, rng, way):
    X, X_train = rng.standard_normal((5, 20)), rng.standard_normal((7, 20))
    expected = _distances(reference, X, X_train, way)
    X, X_train = X.astype(np.float32), X_train.astype(np.float32)
    dists = _distances(nndl, X, X_train, way)
    assert_close(dists, expected, "dists of float32 points", terms=20, condition=10)


@WAYS
@pytest.mark.grade("knn_distances", points=0.5)
def test_points_are_left_as_they_were(nndl, reference, rng, way):
    X, X_train = rng.standard_normal((5, 8)), rng.standard_normal((7, 8))
    expected = _distances(reference, X, X_train, way)
    knn = nndl.knn.KNearestNeighbor()
    knn.train(X_train, np.zeros(7, dtype=int))
    for time in ("", " when asked for again"):
        dists = getattr(knn, f"compute_distances_{way}")(X)
        assert not nndl.overwritten, "X changed during the call; leave it as it is"
        assert_close(dists, expected, f"dists{time}", terms=8, condition=10)


def _predict(package, dists, y, k):
    knn = package.knn.KNearestNeighbor()
    knn.train(np.zeros((len(y), 2)), y)
    return knn.predict_labels(dists, k=k)


def _distinct(rng, n, m):
    """Distances (n, m), in each row in another order, none of them nearly another's equal."""
    return np.stack([rng.permutation(m) for _ in range(n)]) + rng.uniform(1, 1.5, (n, m))


def _assert_labels(labels, expected, what):
    labels = as_array(labels, expected.shape, what)
    wrong = int((labels != expected).sum())
    assert not wrong, f"{what}: {wrong} of {len(expected)} are wrong"


def _with_ties(dists, y, k):
    """Which rows have several labels with as many of the k nearest as any other."""
    counts = np.stack([np.bincount(y[row[:k]], minlength=30) for row in np.argsort(dists)])
    return (counts == counts.max(axis=1, keepdims=True)).sum(axis=1) > 1


def _problem(rng, n, labels, k, m=40, ties=False):
    """Distances and labels, with n rows of which every one has a tie, or none."""
    y = rng.choice(labels, size=m)
    dists = _distinct(rng, 40 * n, m)
    rows = _with_ties(dists, y, k) == ties
    return (dists[rows][:n], y) if rows.sum() >= n else _problem(rng, n, labels, k, m, ties)


@pytest.mark.grade("knn_predict", points=2)
def test_one_neighbour_gives_its_label(nndl, reference, rng):
    dists, y = _problem(rng, 25, range(10), 1)
    labels, expected = (_predict(each, dists, y, 1) for each in (nndl, reference))
    _assert_labels(labels, expected, "the labels by one neighbour")


@pytest.mark.parametrize("k", [3, 8])
@pytest.mark.grade("knn_predict", points=1.5)
def test_the_label_that_most_neighbours_have_wins(nndl, reference, rng, k):
    dists, y = _problem(rng, 25, range(4), k)
    labels, expected = (_predict(each, dists, y, k) for each in (nndl, reference))
    _assert_labels(labels, expected, f"the labels by {k} neighbours, none of them tied")


@pytest.mark.grade("knn_predict", points=2)
def test_of_labels_that_as_many_have_the_smallest_wins(nndl, reference, rng):
    for k in (2, 4):
        dists, y = _problem(rng, 25, range(3), k, ties=True)
        labels, expected = (_predict(each, dists, y, k) for each in (nndl, reference))
        _assert_labels(labels, expected, f"the labels by {k} neighbours, which are tied")


@pytest.mark.grade("knn_predict", points=1)
def test_labels_may_be_more_than_ten_and_may_be_missing(nndl, reference, rng):
    for names in ([0, 5, 17, 23], [4, 9, 12]):
        dists, y = _problem(rng, 25, names, 5)
        labels, expected = (_predict(each, dists, y, 5) for each in (nndl, reference))
        _assert_labels(labels, expected, f"the labels where {len(names)} of up to 24 occur")


@pytest.mark.grade("knn_predict", points=1)
def test_all_training_points_may_vote_and_one_point_may_ask(nndl, reference, rng):
    for k, n in ((15, 10), (15, 1), (3, 1)):
        dists, y = _problem(rng, n, range(5), k, m=15)
        labels, expected = (_predict(each, dists, y, k) for each in (nndl, reference))
        _assert_labels(labels, expected, f"the labels of {n} by {k} of 15 training points")


@pytest.mark.grade("knn_predict", points=1)
def test_distances_are_left_as_they_were(nndl, reference, rng):
    dists, y = _problem(rng, 25, range(4), 5)
    knn = nndl.knn.KNearestNeighbor()
    knn.train(np.zeros((len(y), 2)), y)
    labels = knn.predict_labels(dists, k=5)
    assert not nndl.overwritten, "dists changed during the call; leave it as it is"
    _assert_labels(labels, _predict(reference, dists, y, 5), "the labels by 5 neighbours")
