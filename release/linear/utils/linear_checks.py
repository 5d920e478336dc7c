"""What the visible checks of linear classifiers share: a loss called, compared and explained."""

import numpy as np

from utils.gradient_check import eval_numerical_gradient, rel_error


def assert_close(got, expected, message, atol=1e-4):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape, f"{message} of shape {got.shape}, not {expected.shape}"
    assert np.allclose(got, expected, rtol=0, atol=atol), (
        f"{message} {np.round(got, 4).tolist()}, not {np.round(expected, 4).tolist()}"
    )


def loss_and_gradient(loss_function, W, X, y, reg):
    """What a loss function of yours returns; its arguments should be left alone."""
    before = W.copy(), X.copy(), np.copy(y)
    returned = loss_function(W, X, y, reg)
    name = loss_function.__name__
    assert isinstance(returned, (tuple, list)) and len(returned) == 2, (
        f"{name} should return two things, `return loss, dW`; yours returned "
        f"{len(returned) if isinstance(returned, (tuple, list)) else type(returned).__name__}"
    )
    loss, dW = returned
    assert np.size(loss) == 1, f"the loss should be one number, not of shape {np.shape(loss)}"
    assert np.shape(dW) == W.shape, f"dW has shape {np.shape(dW)}, but W has {W.shape}"
    for what, now, then in zip("WXy", (W, X, y), before, strict=True):
        assert np.array_equal(now, then), f"{name} should leave {what} alone, and changed it"
    return np.ravel(loss)[0], np.asarray(dW)


class LossChecks:
    """Checks of any loss of a linear classifier: what the subclasses of this add is its values.

    They give `functions`, those to be checked; `value(scores, y)`, the loss of one point; and
    `first(C)`, in words and as a number, that of scores that are all equal.
    """

    rng = np.random.RandomState(41)
    X, W = rng.randn(6, 5), rng.randn(5, 4)
    y = np.array([0, 2, 1, 1, 0, 2])  # nobody has label 3

    def test_the_first_loss(self):
        for function in self.functions:
            for C in 3, 10:
                loss, _ = loss_and_gradient(function, np.zeros((5, C)), self.X, self.y, 0.0)
                words, expected = self.first(C)
                message = f"{function.__name__}: with all weights 0 and {C} classes the loss "
                assert_close(loss, expected, f"{message}should be {words}; it is")

    def test_a_point_worked_by_hand(self):
        scores = np.array([1.0, 3.0, 2.5, 0.0])
        for function in self.functions:
            for label in range(4):
                y = np.array([label])
                loss, _ = loss_and_gradient(function, scores[None, :], np.ones((1, 1)), y, 0.0)
                message = f"{function.__name__}: scores 1, 3, 2.5, 0 and label {label}: loss"
                assert_close(loss, self.value(scores, label), message)

    def test_the_loss_is_the_mean_over_the_points(self):
        for function in self.functions:
            loss, _ = loss_and_gradient(function, self.W, self.X, self.y, 0.0)
            each = [self.value(s, t) for s, t in zip(self.X @ self.W, self.y, strict=True)]
            message = f"{function.__name__}: six points, each right by itself: the loss is"
            if np.isclose(loss, np.sum(each)):
                message = f"{function.__name__}: this is the sum over the points, not the mean:"
            assert_close(loss, np.mean(each), message)

    def test_the_penalty(self):
        for function in self.functions:
            without, _ = loss_and_gradient(function, self.W, self.X, self.y, 0.0)
            penalty = loss_and_gradient(function, self.W, self.X, self.y, 0.7)[0] - without
            expected = 0.5 * 0.7 * np.sum(self.W**2)
            meanings = {0: "it is missing", 2: "the half is missing", 1 / 6: "it is divided by N"}
            meanings[6] = "it is added once for each point"
            told = [text for f, text in meanings.items() if np.isclose(penalty, f * expected)]
            message = f"{function.__name__}: reg = 0.7 should add 0.5 * reg * sum(W**2)"
            assert_close(penalty, expected, f"{message}{': '.join(['', *told])}; it adds")

    def test_the_gradient(self):
        for function in self.functions:
            for reg in 0.0, 0.7:
                _, dW = loss_and_gradient(function, self.W, self.X, self.y, reg)
                numerical = eval_numerical_gradient(
                    lambda W, reg=reg: self.right_loss(W, reg), self.W.copy(), verbose=False
                )
                error = rel_error(dW, numerical)
                assert error < 1e-4, (
                    f"{function.__name__}, reg = {reg}: dW has a relative error of {error:.1e} "
                    "against a numerical gradient of the loss"
                    f"{what_gradient_tells(dW, numerical, self.W, reg, len(self.X))}"
                )

    def right_loss(self, W, reg):
        each = [self.value(s, t) for s, t in zip(self.X @ W, self.y, strict=True)]
        return np.mean(each) + 0.5 * reg * np.sum(W**2)


def what_gradient_tells(dW, numerical, W, reg, N):
    """What may be wrong with a gradient, if it is one of the usual things."""
    data = numerical - reg * W
    meanings = [
        (-numerical, "it has the opposite sign"),
        (N * data + reg * W, "the mean over the points is missing"),
        (data, "the penalty's part, reg * W, is missing"),
        (data + 2 * reg * W, "the penalty's part is twice too large: it is reg * W"),
        (data + 0.5 * reg * W, "the penalty's part is half as large as it should be: reg * W"),
        (data + N * reg * W, "the penalty's part is added once for each point"),
        (data + reg * W / N, "the penalty's part is divided by N"),
    ]
    for value, meaning in meanings:
        if rel_error(dW, value) < 1e-4:
            return f"; {meaning}"
    off = np.flatnonzero(np.abs(dW - numerical).max(axis=0) > 1e-3)
    if len(off) == 1:
        return f"; only column {off[0]} is off, that of one class"
    return ""
