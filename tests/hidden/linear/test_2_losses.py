"""The softmax and the hinge loss of a linear classifier: values, gradients, penalties.

Scores are of the size of a few units, as after some training, so that no mistake hides behind
probabilities that are all alike, or behind margins that are all violated.
"""

import numpy as np
import pytest

from autograder.checks import assert_close

# The functions, their grade cells, and what a point of a test is worth there.
SOFTMAX = {
    "softmax_loss_naive": ("softmax_naive", 1),
    "softmax_loss_vectorized": ("softmax_vectorized", 1),
}
HINGE = {"svm_loss_naive": ("svm", 0.5), "svm_loss_vectorized": ("svm", 0.5)}
KINK = 1e-3  # no margin is nearer to zero than this, so rounding cannot switch a class
REG = 0.8
SHAPES = {
    "two classes": (15, 8, 2),
    "fourteen classes": (15, 6, 14),
    "one point": (1, 9, 10),
    "one feature": (15, 1, 10),
}


def _worth(points, functions=SOFTMAX | HINGE):
    return pytest.mark.parametrize(
        "function",
        [
            pytest.param(name, marks=pytest.mark.grade(cell, points=share * points), id=name)
            for name, (cell, share) in functions.items()
        ],
    )


def _problem(rng, n=20, d=7, c=10, absent=0, size=1.0):
    """Weights, points and labels; the last classes may be absent. Something is to be lost."""
    while True:
        W, X = size * rng.standard_normal((d, c)), rng.standard_normal((n, d))
        y = rng.integers(c - absent, size=n)
        y[0] = c - absent - 1
        scores = X @ W
        margins = scores - scores[np.arange(n), y][:, None] + 1
        lost = np.maximum(margins, 0).sum() / n - 1
        if np.abs(margins).min() > KINK and lost > 0.2:
            return W, X, y


def _assert_loss(nndl, reference, function, problem, reg, what="the loss"):
    (loss, _), (expected, _) = (
        getattr(each.linear_losses, function)(*problem, reg) for each in (nndl, reference)
    )
    terms = problem[0].size + len(problem[1])
    assert_close(loss, np.asarray(expected), what, terms=terms, condition=10)


def _assert_gradient(nndl, reference, function, problem, reg, what="dW"):
    (_, dW), (_, expected) = (
        getattr(each.linear_losses, function)(*problem, reg) for each in (nndl, reference)
    )
    assert_close(dW, expected, what, terms=len(problem[1]), condition=10)


@_worth(2.5)
def test_the_loss_is_right_without_penalty(nndl, reference, rng, function):
    _assert_loss(nndl, reference, function, _problem(rng), 0.0)


@_worth(3)
def test_the_gradient_is_right_without_penalty(nndl, reference, rng, function):
    _assert_gradient(nndl, reference, function, _problem(rng), 0.0)


@_worth(2)
def test_the_penalty_is_half_of_reg_times_the_sum_of_squares(nndl, reference, rng, function):
    what = f"the loss with reg {REG}"
    _assert_loss(nndl, reference, function, _problem(rng), REG, what)


@_worth(2)
def test_the_penalty_adds_its_own_gradient(nndl, reference, rng, function):
    _assert_gradient(nndl, reference, function, _problem(rng), REG, f"dW with reg {REG}")


@_worth(0.5)
@pytest.mark.parametrize("shape", [*SHAPES])
def test_other_shapes_work(nndl, reference, rng, function, shape):
    problem = _problem(rng, *SHAPES[shape])
    _assert_loss(nndl, reference, function, problem, 0.1, f"the loss of {shape}")
    _assert_gradient(nndl, reference, function, problem, 0.1, f"dW of {shape}")


@_worth(1)
def test_the_last_classes_may_be_absent_from_a_minibatch(nndl, reference, rng, function):
    problem = _problem(rng, absent=3)
    _assert_loss(nndl, reference, function, problem, 0.1, "the loss")
    _assert_gradient(nndl, reference, function, problem, 0.1)


@_worth(0.5)
def test_weights_and_points_are_left_as_they_were(nndl, reference, rng, function):
    problem = _problem(rng)
    loss, dW = getattr(nndl.linear_losses, function)(*problem, REG)
    changed = ["WXy"[place] for place in nndl.overwritten]
    assert not changed, f"{' and '.join(changed)} changed during the call; leave inputs as they are"
    expected = getattr(reference.linear_losses, function)(*problem, REG)
    assert_close(loss, np.asarray(expected[0]), "the loss", terms=90, condition=10)
    assert_close(dW, expected[1], "dW", terms=20, condition=10)


@_worth(2, SOFTMAX)
def test_scores_may_all_lie_near_1000_or_near_minus_1000(nndl, reference, rng, function):
    W, X, y = _problem(rng)
    far = rng.permutation(np.resize([1000.0, -1000.0], len(X)))
    W, X = np.vstack([W, np.ones(W.shape[1])]), np.column_stack([X, far])
    (loss, dW), (expected, gradient) = (
        getattr(each.linear_losses, function)(W, X, y, 0.0) for each in (nndl, reference)
    )
    close = {"terms": len(X), "condition": 1000}
    assert_close(loss, np.asarray(expected), "the loss", **close)
    assert_close(dW, gradient, "dW", **close)
    # The last feature is that large, and so is the gradient there.
    assert_close(dW[:-1], gradient[:-1], "dW for the other features", **close)


@_worth(2, HINGE)
def test_classes_that_lose_by_more_than_1_count_for_nothing(nndl, reference, rng, function):
    problem = _problem(rng, n=25, size=4)
    for size in (1, 0.1):
        W, X, y = problem
        what = f"the loss where {'many' if size == 1 else 'few'} classes lose by more than 1"
        _assert_loss(nndl, reference, function, (size * W, X, y), 0.0, what)
