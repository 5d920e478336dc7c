"""Checks to run while you work: `pytest`, or `pytest -k Exercise1` for one exercise.

The check cells of the notebook run them, too. Your work is graded by more tests, with other inputs.
"""

import numpy as np
import pytest

from nndl.layers import affine_forward, relu_backward, relu_forward, softmax_loss
from utils.fcnet_checks import (
    affine_gradients,
    assert_close,
    assert_shape,
    is_right,
    returned,
    what_forward_tells,
)
from utils.gradient_check import eval_numerical_gradient, rel_error


class TestExercise1AffineForward:
    def out(self, x, w, b):
        return returned(affine_forward, (x, w, b), ["out", "cache"])[0]

    def test_two_rows_worked_by_hand(self):
        x, b = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([10.0, 20.0, 30.0])
        w = np.array([[1.0, 0.0, 2.0], [0.0, 1.0, -1.0]])
        message = "for x = 1 2; 3 4, w = 1 0 2; 0 1 -1 and b = 10 20 30 out is"
        assert_close(self.out(x, w, b), [[11.0, 22.0, 30.0], [13.0, 24.0, 32.0]], message)

    def test_an_image_is_read_as_one_row_of_features(self):
        x = np.arange(24.0).reshape(2, 2, 2, 3)
        w = np.zeros((12, 2))
        w[4, 0] = w[11, 1] = 1.0  # out picks the features number 4 and 11 of each image
        out = self.out(x, w, np.zeros(2))
        message = "x of shape (2, 2, 2, 3) is to be read as 2 rows of 12 features, in the order of "
        assert_close(out, [[4.0, 11.0], [16.0, 23.0]], message + "reshape: out is")

    def test_a_single_row_stays_a_row(self):
        out = self.out(np.ones((1, 3)), np.ones((3, 2)), np.zeros(2))
        assert_close(out, [[3.0, 3.0]], "for one row of three ones, and weights of one, out is")


@pytest.mark.parametrize("shape", [(5, 3), (3, 2, 2, 2), (1, 6)])
class TestExercise2AffineBackward:
    def check(self, shape, name, of, explain):
        gradients = affine_gradients(shape)
        got, numerical = gradients[name]
        assert np.shape(got) == numerical.shape, (
            f"{name} has shape {np.shape(got)}, but {of} has {numerical.shape}: a gradient is "
            "shaped like what it belongs to"
        )
        reason = what_forward_tells(**gradients) or explain
        if np.allclose(np.asarray(got) * shape[0], numerical):
            reason = "it is the numerical one divided by N: the 1/N is in dout already, so sum"
        assert is_right(got, numerical), (
            f"{name} has a relative error of {rel_error(got, numerical):.1e} against the numerical "
            f"gradient of your forward pass, for x of shape {shape}; {reason}"
        )

    def test_db(self, shape):
        self.check(shape, "db", "b", "b_j is added in every row: whose gradients come together?")

    def test_dw(self, shape):
        self.check(shape, "dw", "w", "w_kj meets feature k of every row, and goes to output j")

    def test_dx(self, shape):
        self.check(shape, "dx", "x", "x_ik goes to every output j of its row, each time by w_kj")


class TestExercise3Relu:
    x = np.array([[-1.0, 2.0, -0.5], [3.0, -4.0, 0.5]])

    def forward(self, x):
        return returned(relu_forward, (x.copy(),), ["out", "cache"])

    def test_forward_worked_by_hand(self):
        out, _ = self.forward(self.x)
        expected = [[0.0, 2.0, 0.0], [3.0, 0.0, 0.5]]
        assert_close(out, expected, "for x = -1 2 -0.5; 3 -4 0.5 out is")

    def test_backward_worked_by_hand(self):
        _, cache = self.forward(self.x)
        dx = relu_backward(np.array([[10.0, -20.0, 30.0], [-40.0, 50.0, 60.0]]), cache)
        message = (
            "for x = -1 2 -0.5; 3 -4 0.5 and dout = 10 -20 30; -40 50 60 the gradient should pass "
            "where x, not dout, is positive: dx is"
        )
        assert_close(dx, [[0.0, -20.0, 0.0], [-40.0, 0.0, 60.0]], message)

    @pytest.mark.parametrize("shape", [(7,), (2, 3, 4, 5)])
    def test_any_shape_will_do(self, shape):
        rng = np.random.RandomState(32)
        x, dout = rng.randn(*shape), rng.randn(*shape)
        out, cache = self.forward(x)
        assert_shape(out, shape, f"out, for x of shape {shape},")
        assert_shape(relu_backward(dout.copy(), cache), shape, f"dx, for x of shape {shape},")
        picked = tuple(0 for _ in shape)
        assert_close(np.asarray(out)[picked], max(x[picked], 0), "the first entry of out is")


class TestExercise4SoftmaxLoss:
    scores = np.log(np.array([[1.0, 3.0], [1.0, 3.0]]))  # probabilities 1/4 and 3/4
    y = np.array([1, 0])

    def both(self, x, y):
        with np.errstate(all="ignore"):  # what overflows is told by its value
            loss, dx = returned(softmax_loss, (x.copy(), y), ["loss", "dx"])
        assert np.ndim(loss) == 0, f"loss should be one number; yours has shape {np.shape(loss)}"
        return loss, dx

    def test_equal_scores_cost_the_logarithm_of_the_number_of_classes(self):
        loss, _ = self.both(np.zeros((4, 7)), np.zeros(4, dtype=int))
        message = "for 7 equal scores each class has the probability 1/7: the loss is"
        assert_close(loss, np.log(7), message)

    def test_a_loss_worked_by_hand(self):
        loss, _ = self.both(self.scores, self.y)
        message = (
            "where the right class has the probability 3/4 in one row and 1/4 in the other, the "
            "loss is the mean of ln(4/3) and ln 4; yours is"
        )
        assert_close(loss, (np.log(4 / 3) + np.log(4)) / 2, message)

    def test_a_gradient_worked_by_hand(self):
        _, dx = self.both(self.scores, self.y)
        message = (
            "for probabilities 1/4, 3/4 in both rows, labels 1 and 0, dx should be the "
            "probabilities, less 1 at the label, over N = 2: it is"
        )
        assert_close(dx, [[0.125, -0.125], [-0.375, 0.375]], message)

    def test_there_are_as_many_classes_as_columns(self):
        x, y = np.random.RandomState(33).randn(3, 12), np.array([0, 1, 1])
        loss, dx = self.both(x, y)
        assert_shape(dx, (3, 12), "dx, for scores of 12 classes and labels 0 and 1,")
        sums = np.sum(dx, axis=1)
        assert_close(sums, np.zeros(3), "each row of dx should sum to 0; the sums are", 1e-5)
        rows = [np.log(np.sum(np.exp(row))) - row[label] for row, label in zip(x, y, strict=True)]
        message = "for scores of 12 classes and labels 0 and 1 the loss is"
        assert_close(loss, np.mean(rows), message)

    def test_a_constant_added_to_a_row_changes_nothing(self):
        shift = np.array([[1000.0], [-1000.0]])
        loss, dx = self.both(self.scores + shift, self.y)
        message = "with 1000 added to one row and taken from another"
        if not (np.isfinite(loss) and np.all(np.isfinite(dx))):
            message += " (exp(1000) overflows: subtract the row's maximum first)"
        before, dbefore = self.both(self.scores, self.y)
        assert_close(loss, before, f"{message} the loss is")
        assert_close(dx, dbefore, f"{message} dx is")

    def test_a_label_far_below_the_others_costs_the_distance(self):
        loss, _ = self.both(np.array([[0.0, -1000.0]]), np.array([1]))
        message = (
            "for scores 0 and -1000 and the label 1 the loss should be 1000 (its probability is 0 "
            "as a float, so do not take its logarithm; the notebook has another form): it is"
        )
        assert_close(loss, 1000.0, message)

    def test_the_gradient_is_that_of_the_loss(self):
        x, y = np.random.RandomState(34).randn(5, 4), np.array([0, 3, 3, 1, 2])
        _, dx = self.both(x, y)
        numerical = eval_numerical_gradient(lambda _: self.both(x, y)[0], x, verbose=False)
        assert_close(
            dx, numerical, "by central differences of your loss, dx should be other: it is"
        )
