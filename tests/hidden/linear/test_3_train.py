"""Training a linear classifier, and predicting with it.

Where any minibatch is like any other, as all points of the training set are one, the values are
pinned whatever is drawn; what is drawn is asked about by its frequencies.
"""

import numpy as np
import pytest

from autograder.checks import as_array, assert_close, assert_share

KINDS = pytest.mark.parametrize("kind", ["Softmax", "LinearSVM"])


def _worth(points):
    return pytest.mark.grade("train", points=points)


def _classifier(package, kind="Softmax", W=None):
    return getattr(package.linear_classifier, kind)(W)


def _one_point(rng, kind, n=12, d=6, c=4):
    """Weights, n times the same point, and its label, which is the last.

    The hinges are off their kinks throughout: the classes 0 and 1 are far behind, 2 is near.
    """
    x, W = rng.uniform(0.5, 1.5, d), 0.02 * rng.standard_normal((d, c))
    W += np.array([-3.0, -3.0, 0, 0]) if kind == "LinearSVM" else 0
    return W, np.tile(x, (n, 1)), np.full(n, c - 1)


def _train(package, kind, problem, **settings):
    W, X, y = problem
    classifier = _classifier(package, kind, W)
    return classifier.train(X, y, **settings), classifier


def _compare(theirs, ours, steps, what=""):
    (losses, classifier), (expected, reference) = theirs, ours
    losses = as_array(losses, (steps,), f"the losses{what}")
    assert_close(losses, np.array(expected), f"the losses{what}", terms=24, condition=10)
    assert_close(classifier.W, reference.W, f"W{what}", terms=steps, condition=100)


@KINDS
@_worth(2)
def test_steps_go_against_the_gradient_by_the_learning_rate(nndl, reference, rng, kind):
    problem = _one_point(rng, kind)
    settings = {"learning_rate": 0.015, "reg": 0.0, "num_iters": 4, "batch_size": 5}
    theirs, ours = (_train(each, kind, problem, **settings) for each in (nndl, reference))
    _compare(theirs, ours, 4, " after 4 steps")


@_worth(1)
def test_the_penalty_takes_part_in_training(nndl, reference, rng):
    problem = _one_point(rng, "Softmax")
    settings = {"learning_rate": 0.05, "reg": 2.0, "num_iters": 5, "batch_size": 5}
    theirs, ours = (_train(each, "Softmax", problem, **settings) for each in (nndl, reference))
    _compare(theirs, ours, 5, " with reg 2")


@_worth(1)
def test_settings_that_are_left_out_have_their_defaults(nndl, reference, rng):
    problem = _one_point(rng, "Softmax", n=200)
    theirs, ours = (_train(each, "Softmax", problem) for each in (nndl, reference))
    _compare(theirs, ours, 100, " with the defaults")


@_worth(1)
def test_training_again_goes_on_from_the_weights_that_are_there(nndl, reference, rng):
    W, X, y = _one_point(rng, "Softmax")
    settings = {"learning_rate": 0.1, "reg": 0.1, "batch_size": 4}

    def train(package):
        classifier = _classifier(package, W=W)
        classifier.train(X, y, num_iters=3, **settings)
        return classifier.train(X + 1, y, num_iters=2, **settings), classifier

    _compare(train(nndl), train(reference), 2, " of the second training")


@_worth(1.5)
def test_weights_start_small_and_random_with_a_column_for_each_class(nndl, rng):
    n, d, c = 6, 500, 12
    X, y = rng.standard_normal((n, d)), np.array([0, c - 1, 3, 3, 5, 0])
    classifier = _classifier(nndl)
    classifier.train(X, y, learning_rate=0.0, num_iters=1, batch_size=3)
    W = as_array(classifier.W, (d, c), "W as it starts")
    assert_share(W > 0, 0.5, "a weight starts above zero")
    assert_share(abs(W) < 0.001, 0.6827, "a weight starts within 0.001 of zero")
    assert_share(abs(W) < 0.002, 0.9545, "a weight starts within 0.002 of zero")


def _steps_alone(nndl, reference, W, X, y, batch_size):
    """The losses of 1,000 minibatches with weights that stay, and those of each point alone."""
    settings = {"learning_rate": 0.0, "reg": 0.0, "num_iters": 1000, "batch_size": batch_size}
    losses, _ = _train(nndl, "Softmax", (W, X, y), **settings)
    single = [
        _classifier(reference, W=W).loss(X[i : i + 1], y[i : i + 1], 0.0)[0] for i in range(len(X))
    ]
    return as_array(losses, (1000,), "the losses"), np.array(single)


def _two_kinds_of_points(rng, n):
    """Weights, and n points of which half lose little and half lose much, in any order."""
    W = np.array([[1.0, -1.0, 0.2], [0.3, 0.1, -0.5]])
    much = rng.permutation(n) < n // 2
    X = np.where(much[:, None], [-2.0, 1.0], [2.0, 0.5]) * rng.uniform(0.9, 1.1)
    return W, X, np.zeros(n, dtype=int), much


@_worth(1.5)
def test_any_point_may_be_drawn_at_any_step_with_its_own_label(nndl, reference, rng):
    n = 8
    W, X = rng.standard_normal((3, 4)), rng.standard_normal((n, 3))
    y = rng.permutation(np.resize(np.arange(4), n))
    losses, single = _steps_alone(nndl, reference, W, X, y, 1)
    nearest = abs(losses[:, None] - single).argmin(axis=1)
    assert_close(
        losses, single[nearest], "the losses of minibatches of one", terms=4, condition=100
    )
    for point in range(n):
        assert_share(nearest == point, 1 / n, "a minibatch of one is a certain point")
    order = nearest[: n * (len(nearest) // n)].reshape(-1, n)
    assert (order != order[0]).any(), "the points come in the same order again and again"


@_worth(1)
def test_a_minibatch_has_as_many_points_as_asked_for(nndl, reference, rng):
    W, X, y, much = _two_kinds_of_points(rng, 40)
    for size in (3, 5):
        losses, single = _steps_alone(nndl, reference, W, X, y, size)
        little, more = single[~much][0], single[much][0]
        count = (losses - little) / (more - little) * size
        whole = np.rint(count)
        what = f"the losses of minibatches of {size}"
        assert_close(
            losses, little + whole * (more - little) / size, what, terms=size, condition=10
        )
        spread = whole.var() / (size * 0.25)
        assert 0.6 < spread < 1.3, f"{what}: points are not drawn by themselves"


@KINDS
@_worth(0.75)
def test_it_learns_to_tell_clusters_apart(nndl, rng, kind):
    n, d, c = 120, 8, 5
    y = rng.permutation(np.resize(np.arange(c), n))
    X = 3 * np.eye(c, d)[y] + 0.3 * rng.standard_normal((n, d))
    classifier = _classifier(nndl, kind)
    settings = {"learning_rate": 0.05, "reg": 1e-4, "num_iters": 300, "batch_size": 30}
    losses = as_array(classifier.train(X, y, **settings), (300,), "the losses")
    before, after = losses[:20].mean(), losses[-20:].mean()
    assert after < 0.7 * before, "the loss does not fall"
    labels = as_array(classifier.predict(X), (n,), "the labels")
    share = np.mean(labels == y)
    assert share > 0.9, f"of clusters far apart it tells {share:.0%} of the points right"


@pytest.mark.parametrize("shape", [(20, 7, 4), (1, 5, 13), (9, 1, 9)], ids=str)
@_worth(0.5)
def test_the_highest_score_gives_the_label(nndl, reference, rng, shape):
    n, d, c = shape
    W, X = rng.standard_normal((d, c)), rng.standard_normal((n, d))
    labels, expected = (
        each.linear_classifier.LinearClassifier(W).predict(X) for each in (nndl, reference)
    )
    assert (as_array(labels, (n,), "the labels") == expected).all(), "some labels are wrong"


@_worth(0.5)
def test_training_leaves_its_points_alone(nndl, reference, rng):
    W, X, y = _one_point(rng, "Softmax")
    settings = {"learning_rate": 0.1, "reg": 0.1, "num_iters": 2, "batch_size": 4}
    theirs = _train(nndl, "Softmax", (W, X, y), **settings)
    assert not nndl.overwritten, "X or y changed during the call; leave them as they are"
    _compare(theirs, _train(reference, "Softmax", (W, X, y), **settings), 2)


@_worth(0.5)
def test_one_point_alone_is_labelled_as_among_others(nndl, reference, rng):
    W, X = rng.standard_normal((6, 5)), rng.standard_normal((12, 6))
    expected = _classifier(reference, W=W).predict(X)
    classifier = _classifier(nndl, W=W)
    labels = [as_array(classifier.predict(X[i : i + 1]), (1,), "the label")[0] for i in range(12)]
    assert (labels == expected).all(), "some labels of single points are wrong"
