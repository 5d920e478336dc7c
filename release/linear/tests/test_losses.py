"""Checks of Exercises 3 to 5, the losses: `pytest -k Exercise3`."""

import numpy as np

from nndl.linear_losses import (
    softmax_loss_naive,
    softmax_loss_vectorized,
    svm_loss_naive,
    svm_loss_vectorized,
)
from utils.linear_checks import LossChecks, assert_close, loss_and_gradient


class SoftmaxChecks(LossChecks):
    def first(self, C):
        return f"log {C}, as for guessing,", np.log(C)

    def value(self, scores, label):
        return np.log(np.exp(scores).sum()) - scores[label]

    def test_large_scores(self):
        scores = np.array([[1.0, 3.0, 2.5, 0.0]])
        for function in self.functions:
            for all_scores in 1000, -1000:
                with np.errstate(all="ignore"):
                    loss, dW = loss_and_gradient(
                        function, scores + all_scores, np.ones((1, 1)), np.array([2]), 0.0
                    )
                message = (
                    f"{function.__name__}: scores near {all_scores} overflow in exp, or all become "
                    "0; subtract the largest score of the point first"
                )
                assert_close(loss, self.value(scores[0], 2), f"{message}: the loss is", 1e-3)
                assert np.isfinite(dW).all(), f"{message}: the gradient is not a number"

    def test_points_with_scores_of_different_sizes(self):
        W = np.array([[1.0, 2.0, 0.0], [1.0, 1.0, 1.0]])
        X, y = np.array([[1.0, 0.0], [1.0, 1000.0]]), np.array([1, 1])
        for function in self.functions:
            with np.errstate(all="ignore"):
                loss, _ = loss_and_gradient(function, W, X, y, 0.0)
            message = (
                f"{function.__name__}: one point has small scores and one large ones; is each "
                "shifted by the largest of its own? The loss is"
            )
            assert_close(loss, self.value(W[0], 1), message, 1e-3)


class TestExercise3SoftmaxInLoops(SoftmaxChecks):
    functions = (softmax_loss_naive,)


class TestExercise4SoftmaxWithoutLoops(SoftmaxChecks):
    functions = (softmax_loss_vectorized,)

    def test_as_many_points_as_classes(self):
        loss, dW = loss_and_gradient(softmax_loss_vectorized, self.W, self.X[:4], self.y[:4], 0.3)
        each = [
            loss_and_gradient(softmax_loss_vectorized, self.W, x[None], label[None], 0.3)
            for x, label in zip(self.X[:4], self.y[:4], strict=True)
        ]
        message = (
            "four points and four classes: the mean of what each point gives alone is expected; "
            "is something of shape (N,) laid along the columns? The"
        )
        assert_close(loss, np.mean([one for one, _ in each]), f"{message} loss is")
        assert_close(dW, np.mean([one for _, one in each], axis=0), f"{message} gradient is")


class TestExercise5HingeLoss(LossChecks):
    functions = svm_loss_naive, svm_loss_vectorized

    def first(self, C):
        return f"{C - 1}, 1 for each wrong class,", C - 1

    def value(self, scores, label):
        return np.sum(np.maximum(0, scores - scores[label] + 1)) - 1

    def test_a_point_that_is_right_by_far_costs_nothing(self):
        W = np.array([[5.0, 0.0, 1.0]])
        for function in self.functions:
            loss, dW = loss_and_gradient(function, W, np.ones((1, 1)), np.array([0]), 0.0)
            message = f"{function.__name__}: the right score is ahead by 4 and 5, more than 1: the"
            assert_close(loss, 0, f"{message} loss should be 0, and is")
            assert_close(dW, np.zeros((1, 3)), f"{message} gradient should be 0, and is")

    def test_which_templates_a_point_moves(self):
        W = np.array([[2.0, 1.5, -3.0, 4.0]])
        for function in self.functions:
            _, dW = loss_and_gradient(function, W, np.ones((1, 1)), np.array([0]), 0.0)
            message = (
                f"{function.__name__}: classes 1 and 3 come too close to class 0, class 2 does "
                "not. Each that does gets the point once, and class 0 loses it twice: dW is"
            )
            assert_close(dW, [[-2, 1, 0, 1]], message)
