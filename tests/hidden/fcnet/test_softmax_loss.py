"""softmax_loss: the mean cross-entropy and its gradient, whatever the scores and the labels."""

import numpy as np
import pytest

from autograder.checks import assert_close


def _worth(points):
    return pytest.mark.grade("softmax_loss", points=points)


def _problem(rng, n, classes, spread=2.0):
    """Scores and labels; the first labels are of the first and the last class."""
    y = rng.integers(classes, size=n)
    y[:2] = [0, classes - 1][:n]
    return spread * rng.standard_normal((n, classes)), y


@pytest.fixture
def assert_right(nndl, reference):
    """A function: assert that the loss is right, and dx, or one of them."""

    def check(x, y, *names, note="", condition=1):
        expected = reference.layers.softmax_loss(x, y)
        results = nndl.layers.softmax_loss(x.copy(), y.copy())
        pairs = zip(("the loss", "dx"), results, expected, strict=True)
        for name, value, ours in pairs:
            if name in names or not names:
                assert_close(
                    value, np.asarray(ours), name + note, terms=x.size, condition=condition
                )

    return check


@_worth(3)
def test_the_loss_is_right(rng, assert_right):
    assert_right(*_problem(rng, 12, 5), "the loss")


@_worth(4)
def test_dx_is_right(rng, assert_right):
    assert_right(*_problem(rng, 12, 5), "dx")


@_worth(0.5)
@pytest.mark.parametrize(
    ("n", "classes"),
    [(1, 6), (20, 2), (5, 30), (300, 10)],
    ids=["one row", "two classes", "many classes", "many rows"],
)
def test_loss_and_dx_are_right_for_other_sizes(rng, assert_right, n, classes):
    assert_right(*_problem(rng, n, classes))


@_worth(1)
def test_a_class_that_is_nobodys_label_counts_as_well(rng, assert_right):
    x, y = _problem(rng, 10, 6)
    assert_right(x, y % 4, note=" where no label is of the last classes")
    assert_right(x[:4], 1 + y[:4] % 3, note=" where no label is of the first class")


@_worth(1)
def test_rows_of_one_label_count_each(rng, assert_right):
    x, y = _problem(rng, 9, 5)
    assert_right(x, np.full_like(y, rng.integers(5)), note=" where all labels are alike")


@_worth(1.5)
@pytest.mark.parametrize("sign", [1, -1], ids=["positive", "negative"])
def test_large_scores_do_no_harm(rng, assert_right, sign):
    x, y = _problem(rng, 12, 5)
    # A thousand times the differences that count, which magnifies rounding.
    assert_right(x + sign * 1000, y, note=" of large scores", condition=1000)


@_worth(1)
def test_a_label_scored_far_below_another_has_a_finite_loss(rng, assert_right):
    x, y = _problem(rng, 8, 4)
    x[np.arange(8), y] -= 1000
    assert_right(x, y, note=" where labels are scored far below others", condition=10)
