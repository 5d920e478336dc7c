"""Nearest neighbours, the losses of a linear classifier, and its training."""

import numpy as np
import pytest

from nndl import linear_losses
from nndl.knn import KNearestNeighbor
from nndl.linear_classifier import LinearClassifier, LinearSVM, Softmax
from utils.gradient_check import eval_numerical_gradient

WAYS = ["two_loops", "one_loop", "no_loops"]
LOSSES = [
    linear_losses.svm_loss_naive,
    linear_losses.svm_loss_vectorized,
    linear_losses.softmax_loss_naive,
    linear_losses.softmax_loss_vectorized,
]


def textbook_svm(W, X, y, reg):
    total = 0.0
    for x, label in zip(X, y, strict=True):
        scores = W.T @ x
        total += sum(max(0, s - scores[label] + 1) for c, s in enumerate(scores) if c != label)
    return total / len(X) + reg / 2 * np.linalg.norm(W) ** 2


def textbook_softmax(W, X, y, reg):
    total = 0.0
    for x, label in zip(X, y, strict=True):
        powers = np.exp(W.T @ x)
        total -= np.log(powers[label] / powers.sum())
    return total / len(X) + reg / 2 * np.linalg.norm(W) ** 2


TEXTBOOKS = dict(zip(LOSSES, 2 * [textbook_svm] + 2 * [textbook_softmax], strict=True))


def neighbours(X, y=None):
    knn = KNearestNeighbor()
    knn.train(X, np.zeros(len(X), int) if y is None else y)
    return knn


def distances(way, X, X_train):
    return getattr(neighbours(X_train), f"compute_distances_{way}")(X)


@pytest.mark.parametrize("way", WAYS)
def test_distances_are_norms_of_differences(rng, way):
    X, X_train = rng.normal(size=(4, 3)), rng.normal(size=(6, 3))
    expected = np.linalg.norm(X[:, None] - X_train, axis=2)
    np.testing.assert_allclose(distances(way, X, X_train), expected, rtol=1e-10)


@pytest.mark.parametrize("way", WAYS)
def test_the_sides_of_a_right_triangle(way):
    np.testing.assert_allclose(
        distances(way, np.array([[0.0, 0.0]]), np.array([[3.0, 4.0], [5.0, 12.0]])), [[5, 13]]
    )


@pytest.mark.parametrize("way", WAYS)
def test_no_point_is_far_from_itself(rng, way):
    X = rng.uniform(0, 255, size=(60, 200))
    dists = distances(way, X, X)
    assert np.isfinite(dists).all()
    np.testing.assert_allclose(np.diag(dists), 0, atol=1e-3)


def test_the_majority_wins_and_of_equals_the_smallest_label():
    dists = np.array([[4.0, 1.0, 3.0, 2.0, 5.0]])
    knn = neighbours(np.zeros((5, 1)), np.array([2, 7, 2, 0, 7]))
    assert [knn.predict_labels(dists, k)[0] for k in range(1, 6)] == [7, 0, 0, 2, 2]


@pytest.mark.parametrize("num_loops", [0, 1, 2])
def test_prediction_finds_the_nearest(rng, num_loops):
    X, y = rng.normal(size=(20, 4)), rng.integers(12, size=20)
    knn = neighbours(X, y)
    np.testing.assert_array_equal(knn.predict(X + 1e-3, num_loops=num_loops), y)
    np.testing.assert_array_equal(knn.predict(X, 20), 20 * [np.bincount(y).argmax()])


def test_no_other_number_of_loops_is_known(rng):
    with pytest.raises(ValueError, match="num_loops is 3"):
        neighbours(np.zeros((2, 2))).predict(np.zeros((2, 2)), num_loops=3)


@pytest.fixture(params=[(7, 5, 4), (1, 3, 2), (9, 2, 12)], ids=str)
def problem(request, rng):
    """W, X, y and reg, at which no hinge is at its kink."""
    n, d, c = request.param
    W, X, y = rng.normal(size=(d, c)), rng.normal(size=(n, d)), rng.integers(c - 1, size=n)
    scores = X @ W
    margins = scores - scores[np.arange(n), y][:, None] + 1
    assert np.abs(margins).min() > 1e-4, "choose inputs off the kinks"
    return W, X, y, 0.7


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_is_the_textbooks(problem, loss):
    W, X, y, reg = problem
    for strength in (0.0, reg):
        value, dW = loss(W, X, y, strength)
        assert value == pytest.approx(TEXTBOOKS[loss](W, X, y, strength), rel=1e-12)
        assert np.ndim(value) == 0
        assert dW.shape == W.shape


@pytest.mark.parametrize("loss", LOSSES)
def test_a_gradient_is_the_slope(problem, loss):
    W, X, y, reg = problem
    _, dW = loss(W, X, y, reg)
    numerical = eval_numerical_gradient(lambda W: loss(W, X, y, reg)[0], W, verbose=False)
    np.testing.assert_allclose(dW, numerical, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize(
    ("loss", "expected"), [*zip(LOSSES, 2 * [9] + 2 * [np.log(10)], strict=True)]
)
def test_weights_of_zero_lose_what_guessing_loses(rng, loss, expected):
    value, _ = loss(np.zeros((5, 10)), rng.normal(size=(8, 5)), rng.integers(10, size=8), 1.0)
    assert value == pytest.approx(expected)


@pytest.mark.parametrize("loss", LOSSES[2:])
def test_scores_near_a_thousand_do_no_harm(rng, loss):
    X, W, y = rng.normal(size=(6, 4)), rng.normal(size=(4, 5)), rng.integers(5, size=6)
    far = np.array([1000.0, -1000.0] * 3)[:, None]
    value, dW = loss(np.vstack([W, np.ones(5)]), np.hstack([X, far]), y, 0.0)
    near, dW_near = loss(W, X, y, 0.0)
    assert value == pytest.approx(near)
    np.testing.assert_allclose(dW[:4], dW_near, atol=1e-9)


@pytest.mark.parametrize("loss", LOSSES)
def test_a_loss_keeps_float32_and_changes_nothing(problem, loss):
    given = [each.astype(np.float32) for each in problem[:2]] + [problem[2]]
    before = [each.copy() for each in given]
    _, dW = loss(*given, problem[3])
    assert dW.dtype == np.float32
    for each, old in zip(given, before, strict=True):
        np.testing.assert_array_equal(each, old)


@pytest.mark.parametrize("kind", [LinearSVM, Softmax])
def test_a_step_goes_against_the_gradient_and_its_loss_is_the_one_before(rng, kind):
    X, y = np.tile(rng.normal(size=5), (8, 1)), np.full(8, 2)  # any minibatch of these is the same
    W = rng.normal(size=(5, 4))
    classifier = kind(W)
    losses = classifier.train(X, y, 0.1, 0.5, 3, 4)
    expected = []
    for _ in range(3):
        loss, dW = kind(W).loss(X, y, 0.5)
        expected.append(loss)
        W = W - 0.1 * dW
    np.testing.assert_allclose(losses, expected)
    np.testing.assert_allclose(classifier.W, W)


def test_weights_start_small_with_a_column_for_each_class(rng):
    classifier = Softmax()
    y = np.array([0, 3, 6, 3])
    classifier.train(rng.normal(size=(4, 300)), y, learning_rate=0.0, num_iters=1, batch_size=2)
    assert classifier.W.shape == (300, 7)
    assert classifier.W.std() == pytest.approx(0.001, rel=0.1)
    assert abs(classifier.W.mean()) < 1e-4


@pytest.mark.parametrize("kind", [LinearSVM, Softmax])
def test_clusters_are_learned_and_weights_that_are_there_are_trained_on(rng, kind):
    y = np.arange(300) % 3
    X = 4 * np.eye(3)[y] + rng.normal(size=(300, 3))
    classifier = kind()
    first = classifier.train(X, y, learning_rate=0.05, num_iters=150, batch_size=50)
    assert len(first) == 150
    assert np.mean(classifier.predict(X) == y) > 0.95
    assert classifier.train(X, y, num_iters=1, batch_size=200)[0] < 0.5 * first[0]


def test_a_classifier_leaves_the_weights_it_was_given(rng):
    W = rng.normal(size=(3, 2))
    before = W.copy()
    Softmax(W).train(rng.normal(size=(6, 3)), rng.integers(2, size=6), batch_size=3)
    np.testing.assert_array_equal(W, before)


def test_the_loss_is_printed_every_100_steps_if_asked_for(rng, capsys):
    X, y = rng.normal(size=(6, 3)), rng.integers(2, size=6)
    Softmax().train(X, y, num_iters=201, batch_size=3)
    assert not capsys.readouterr().out
    Softmax().train(X, y, num_iters=201, batch_size=3, verbose=True)
    assert [line.split(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        "step 0 of 201",
        "step 100 of 201",
        "step 200 of 201",
    ]


def test_the_highest_score_wins():
    W = np.array([[1.0, 0.0, -1.0], [0.0, 2.0, 0.0]])
    np.testing.assert_array_equal(
        Softmax(W).predict(np.array([[1, 0], [-1, 0], [0, 1]])), [0, 2, 1]
    )


def test_a_classifier_needs_a_subclass_to_say_what_the_loss_is():
    with pytest.raises(NotImplementedError, match="a subclass"):
        LinearClassifier(np.zeros((2, 2))).loss(np.zeros((1, 2)), np.zeros(1, int), 0.0)
