"""Checks to run while you work: `pytest`, or `pytest -k Exercise1` for one exercise.

The check cells of the notebook run them, too. Your work is graded by more tests, with other inputs.
"""

import numpy as np
import pytest

from utils.batchnorm_checks import (
    assert_close,
    forward,
    is_right,
    layer_gradients,
    what_forward_tells,
    what_sums_tell,
)
from utils.gradient_check import rel_error

ONES, ZEROS = np.ones(2), np.zeros(2)


@pytest.fixture
def batch():
    """Two features whose statistics can be seen at a glance: means 2 and 20, variances 1, 100."""
    return np.array([[1.0, 10.0], [3.0, 30.0], [1.0, 10.0], [3.0, 30.0]])


NORMALIZED = [[-1.0, -1.0], [1.0, 1.0], [-1.0, -1.0], [1.0, 1.0]]


class TestExercise1ForwardPassWhileTraining:
    def test_a_batch_worked_by_hand(self, batch):
        out, _ = forward(batch, ONES, ZEROS, {"mode": "train"})
        message = "each column, 1 3 1 3 and 10 30 10 30, should become -1 1 -1 1: out is"
        assert_close(out, NORMALIZED, message)

    def test_gamma_scales_and_beta_shifts(self, batch):
        gamma, beta = np.array([2.0, 0.5]), np.array([100.0, -100.0])
        out, _ = forward(batch, gamma, beta, {"mode": "train"})
        expected = [[98.0, -100.5], [102.0, -99.5]] * 2
        message = "out should be gamma times the normalized values, plus beta; for gamma = 2, 0.5 "
        assert_close(out, expected, message + "and beta = 100, -100 it is")

    def test_every_feature_gets_mean_zero_and_std_one(self):
        x = np.random.RandomState(21).normal(40, 5, (64, 7))
        out, _ = forward(x, np.ones(7), np.zeros(7), {"mode": "train"})
        assert_close(np.mean(out, axis=0), np.zeros(7), "the means over the batch (axis 0) are")
        assert_close(np.std(out, axis=0), np.ones(7), "the stds over the batch (axis 0) are")

    def test_eps_is_added_to_the_variance_inside_the_root(self, batch):
        out, _ = forward(batch, ONES, ZEROS, {"mode": "train", "eps": 3.0})
        expected = [[-0.5, -10 / np.sqrt(103)], [0.5, 10 / np.sqrt(103)]] * 2
        message = "for variances 1 and 100 and bn_param['eps'] = 3, divide by the roots of 4 and "
        assert_close(out, expected, message + "103: out is")

    def test_a_constant_feature_becomes_beta(self):
        with np.errstate(all="ignore"):
            out, _ = forward(np.full((4, 2), 7.0), ONES, 5 * ONES, {"mode": "train"})
        message = "a feature that is constant over the batch should become beta; is eps in? Out is"
        assert_close(out, np.full((4, 2), 5.0), message)

    def test_the_inputs_are_left_alone(self, batch):
        gamma, beta, before = ONES.copy(), ZEROS.copy(), batch.copy()
        forward(batch, gamma, beta, {"mode": "train"})
        assert_close(batch, before, "x should be what it was before the call, and is")
        assert_close([gamma, beta], [ONES, ZEROS], "gamma and beta should be left alone, and are")

    def test_running_statistics_gather_over_three_passes(self, batch):
        bn_param = {"mode": "train"}
        for _ in range(3):
            forward(batch, ONES, ZEROS, bn_param)
        for name, own in ("running_mean", [2.0, 20.0]), ("running_var", [1.0, 100.0]):
            assert name in bn_param, (
                f"there is no bn_param[{name!r}] after a pass: what the next pass is to find must "
                "be stored in bn_param, under this name"
            )
            shape = np.shape(bn_param[name])
            assert shape == (2,), f"{name} has shape {shape}, not (2,), one number for each feature"
            share = np.asarray(bn_param[name]) / own
            assert np.allclose(share, 0.271, atol=1e-4), (
                f"after the same batch three times {name} should hold 1 - 0.9**3 = 0.271 of the "
                f"batch's own; yours holds {np.round(share, 4).tolist()}{what_share_tells(share)}"
            )

    def test_momentum_weighs_the_old_statistics(self, batch):
        bn_param = {"mode": "train", "momentum": 0.75}
        bn_param["running_mean"], bn_param["running_var"] = np.array([4.0, 0.0]), 2 * ONES
        forward(batch, ONES, ZEROS, bn_param)
        message = "for bn_param['momentum'] = 0.75 keep 3/4 of the old, and add 1/4 of the batch's:"
        assert_close(bn_param["running_mean"], [3.5, 5.0], f"{message} running_mean is")
        assert_close(bn_param["running_var"], [1.75, 26.5], f"{message} running_var is")

    def test_training_output_does_not_depend_on_the_running_statistics(self, batch):
        bn_param = {"mode": "train", "running_mean": 50 * ONES, "running_var": 50 * ONES}
        out, _ = forward(batch, ONES, ZEROS, bn_param)
        assert_close(out, NORMALIZED, "train mode should use the batch's own statistics: out is")


def what_share_tells(share):
    """What may be wrong with running statistics of which three passes leave such a share."""
    meanings = {
        0.1: "every pass starts again from zero, not from what bn_param holds",
        0.999: "the two weights are swapped: momentum belongs to the old value",
        1.0: "the old value is not in it at all",
        0.271 * 4 / 3: "is the variance divided by N - 1?",
    }
    for value, meaning in meanings.items():
        if np.allclose(share, value, atol=1e-4):
            return f": {meaning}"
    if np.allclose(share, [0.271, 0.0271], atol=1e-4):
        return ": what is averaged seems to be the standard deviation"
    return ""


class TestExercise2ForwardPassWhenTesting:
    def test_test_mode_uses_the_running_statistics(self):
        bn_param = {"mode": "test", "running_mean": ONES, "running_var": np.array([4.0, 400.0])}
        gamma, beta = np.array([2.0, 3.0]), np.array([10.0, 20.0])
        out, _ = forward(np.array([[5.0, 41.0]]), gamma, beta, bn_param)
        message = (
            "a row two running stds (the roots of running_var) above the running mean should "
            "become 2 gamma + beta: it is"
        )
        if np.allclose(out, beta, atol=1e-3):
            message += " beta, as if the row had been normalized with its own mean:"
        assert_close(out, [[14.0, 26.0]], message)

    def test_eps_is_added_when_testing_too(self):
        bn_param = {"mode": "test", "running_mean": ZEROS, "running_var": ONES, "eps": 3.0}
        out, _ = forward(np.array([[2.0, 4.0]]), ONES, ZEROS, bn_param)
        message = "for running_var = 1 and bn_param['eps'] = 3, divide by the root of 4: out is"
        assert_close(out, [[1.0, 2.0]], message)

    def test_test_mode_leaves_the_running_statistics_alone(self, batch):
        bn_param = {"mode": "test", "running_mean": ONES.copy(), "running_var": 4 * ONES}
        forward(batch, ONES, ZEROS, bn_param)
        assert_close(bn_param["running_mean"], ONES, "running_mean after a pass in test mode is")
        assert_close(bn_param["running_var"], 4 * ONES, "running_var after a pass in test mode is")

    def test_a_row_does_not_depend_on_the_others(self, batch):
        bn_param = {"mode": "test", "running_mean": 7 * ONES, "running_var": 4 * ONES}
        together, _ = forward(batch, ONES, ZEROS, dict(bn_param))
        alone, _ = forward(batch[:1], ONES, ZEROS, dict(bn_param))
        assert_close(
            alone, together[:1], "a row alone should give what it gives among others: it gives"
        )

    def test_testing_agrees_with_training_after_many_passes(self, batch):
        bn_param = {"mode": "train"}
        for _ in range(200):
            trained, _ = forward(batch, ONES, ZEROS, bn_param)
        bn_param["mode"] = "test"
        tested, _ = forward(batch, ONES, ZEROS, bn_param)
        message = (
            "after 200 passes over one batch test mode should give what train mode gave: out is"
        )
        assert_close(tested, trained, message)


@pytest.mark.parametrize("shape", [(5, 3), (2, 6), (12, 1)])
class TestExercise3BackwardPass:
    @pytest.mark.parametrize("name", ["dbeta", "dgamma"])
    def test_gradients_of_the_parameters(self, shape, name):
        gradients = layer_gradients(shape)
        got, numerical = gradients[name]
        assert_shape(got, numerical, name)
        reason = what_forward_tells(**gradients)
        if not reason and is_right(gradients["dgamma"][0], gradients["dbeta"][1]):
            reason = "dgamma and dbeta have changed places: `return dx, dgamma, dbeta`"
        if not reason:
            reason = f"node 8: {name[1:]} is used in every row, so {name} is a sum over axis 0"
        assert is_right(got, numerical), (
            f"{name} has a relative error of {rel_error(got, numerical):.1e} against the numerical "
            f"gradient of your forward pass; {reason}"
        )

    def test_dx(self, shape):
        gradients = layer_gradients(shape)
        got, numerical = gradients["dx"]
        assert_shape(got, numerical, "dx")
        assert is_right(got, numerical), (
            f"relative error {rel_error(got, numerical):.1e} against the numerical gradient of "
            f"your forward pass; {what_forward_tells(**gradients) or what_sums_tell(**gradients)}"
        )


def assert_shape(got, numerical, name):
    shape, of = np.shape(got), {"dx": "x", "dgamma": "gamma", "dbeta": "beta"}[name]
    assert shape == numerical.shape, f"{name} has shape {shape}, but {of} has {numerical.shape}"
