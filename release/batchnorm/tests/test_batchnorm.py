"""Checks to run while you work: `pytest`, or `pytest -k Exercise1` for one exercise.

They go with the check cells of the notebook. Your work is graded by more tests, with other inputs.
"""

import numpy as np
import pytest

from nndl.fc_net import FullyConnectedNet
from nndl.layers import batchnorm_backward, batchnorm_forward
from utils.gradient_check import eval_numerical_gradient, eval_numerical_gradient_array, rel_error

ONES, ZEROS = np.ones(2), np.zeros(2)


@pytest.fixture
def batch():
    """Two features whose statistics can be seen at a glance: means 2 and 20, variances 1, 100."""
    return np.array([[1.0, 10.0], [3.0, 30.0]])


def assert_close(got, expected, message, atol=1e-4):
    got, expected = np.asarray(got), np.asarray(expected)
    assert got.shape == expected.shape, f"{message}: shape {got.shape}, not {expected.shape}"
    assert np.allclose(got, expected, rtol=0, atol=atol), f"{message}: {got}, not {expected}"


def assert_gradient(got, numerical, name, hint):
    assert np.shape(got) == numerical.shape, (
        f"{name} has shape {np.shape(got)}, but its input has shape {numerical.shape}"
    )
    error = rel_error(got, numerical)
    assert error < 1e-6, (
        f"{name} has a relative error of {error:.1e} against the numerical gradient of your "
        f"forward pass. {hint}"
    )


class TestExercise1ForwardPassWhileTraining:
    def test_a_batch_worked_by_hand(self, batch):
        out, _ = batchnorm_forward(batch, ONES, ZEROS, {"mode": "train"})
        expected = [[-1.0, -1.0], [1.0, 1.0]]
        assert_close(out, expected, "each feature should be one std below and above its mean")

    def test_gamma_scales_and_beta_shifts(self, batch):
        gamma, beta = np.array([2.0, 0.5]), np.array([100.0, -100.0])
        out, _ = batchnorm_forward(batch, gamma, beta, {"mode": "train"})
        expected = [[98.0, -100.5], [102.0, -99.5]]
        assert_close(out, expected, "gamma should multiply the normalised values, beta be added")

    def test_every_feature_gets_mean_zero_and_std_one(self):
        x = np.random.RandomState(21).normal(40, 5, (64, 7))
        out, _ = batchnorm_forward(x, np.ones(7), np.zeros(7), {"mode": "train"})
        assert_close(np.mean(out, axis=0), np.zeros(7), "means over the batch (axis 0)")
        assert_close(np.std(out, axis=0), np.ones(7), "stds over the batch (axis 0)")

    def test_eps_is_added_to_the_variance_inside_the_root(self, batch):
        out, _ = batchnorm_forward(batch, ONES, ZEROS, {"mode": "train", "eps": 3.0})
        expected = [[-0.5, -10 / np.sqrt(103)], [0.5, 10 / np.sqrt(103)]]
        assert_close(out, expected, "for variances 1 and 100, divide by the roots of 4 and 103")

    def test_the_input_is_left_alone(self, batch):
        before = batch.copy()
        batchnorm_forward(batch, ONES, ZEROS, {"mode": "train"})
        assert_close(batch, before, "x should be what it was before the call")

    def test_one_batch_moves_the_running_statistics_by_a_tenth(self, batch):
        bn_param = {"mode": "train"}
        batchnorm_forward(batch, ONES, ZEROS, bn_param)
        assert "running_mean" in bn_param, "running_mean should be stored in bn_param"
        assert "running_var" in bn_param, "running_var should be stored in bn_param"
        assert_close(np.ravel(bn_param["running_mean"]), [0.2, 2.0], "running_mean, from zero")
        assert_close(np.ravel(bn_param["running_var"]), [0.1, 10.0], "running_var, from zero")

    def test_momentum_weighs_the_old_statistics(self, batch):
        bn_param = {"mode": "train", "momentum": 0.75}
        bn_param["running_mean"], bn_param["running_var"] = np.array([4.0, 0.0]), 2 * ONES
        batchnorm_forward(batch, ONES, ZEROS, bn_param)
        assert_close(np.ravel(bn_param["running_mean"]), [3.5, 5.0], "3/4 of the old, 1/4 of new")
        assert_close(np.ravel(bn_param["running_var"]), [1.75, 26.5], "3/4 of the old, 1/4 of new")

    def test_training_output_does_not_depend_on_the_running_statistics(self, batch):
        bn_param = {"mode": "train", "running_mean": 50 * ONES, "running_var": 50 * ONES}
        out, _ = batchnorm_forward(batch, ONES, ZEROS, bn_param)
        assert_close(out, [[-1.0, -1.0], [1.0, 1.0]], "train mode should use the batch's own mean")


class TestExercise2ForwardPassWhenTesting:
    def test_test_mode_uses_the_running_statistics(self):
        bn_param = {"mode": "test", "running_mean": ONES, "running_var": np.array([1.0, 400.0])}
        out, _ = batchnorm_forward(np.array([[3.0, 41.0]]), ONES, 10 * ONES, bn_param)
        assert_close(out, [[12.0, 12.0]], "two running stds above the running mean, plus beta = 10")

    def test_test_mode_leaves_the_running_statistics_alone(self, batch):
        bn_param = {"mode": "test", "running_mean": ONES.copy(), "running_var": 4 * ONES}
        batchnorm_forward(batch, ONES, ZEROS, bn_param)
        assert_close(bn_param["running_mean"], ONES, "running_mean after a pass in test mode")
        assert_close(bn_param["running_var"], 4 * ONES, "running_var after a pass in test mode")


@pytest.mark.parametrize("shape", [(5, 3), (2, 6), (12, 1)])
class TestExercise3BackwardPass:
    def draw(self, shape):
        rng = np.random.RandomState(23)
        x, dout = 2 * rng.randn(*shape) + 4, rng.randn(*shape)
        return x, rng.randn(shape[1]), rng.randn(shape[1]), dout

    def gradients(self, shape):
        """Return dx, dgamma and dbeta, each as yours and as computed numerically."""
        x, gamma, beta, dout = self.draw(shape)
        _, cache = batchnorm_forward(x, gamma, beta, {"mode": "train"})
        yours = batchnorm_backward(dout, cache)

        def forward(_):
            return batchnorm_forward(x, gamma, beta, {"mode": "train"})[0]

        inputs = (x, gamma, beta)
        numerical = [eval_numerical_gradient_array(forward, value, dout) for value in inputs]
        return list(zip(yours, numerical, strict=True))

    def test_dx(self, shape):
        got, numerical = self.gradients(shape)[0]
        sums = np.sum(got, axis=0)
        mean = "" if np.allclose(sums, 0, atol=1e-6) else " Its columns should sum to zero: node 1."
        hint = (
            "x reaches the output in three ways: directly, through the mean and through the "
            "variance. Go back from node 7 to node 1, and add up where a quantity has two users."
        )
        assert_gradient(got, numerical, "dx", hint + mean)

    def test_dgamma(self, shape):
        assert_gradient(*self.gradients(shape)[1], "dgamma", "Node 8: it is used in every row.")

    def test_dbeta(self, shape):
        assert_gradient(*self.gradients(shape)[2], "dbeta", "Node 8: it is used in every row.")


class TestExercise4NetWithBatchNormalization:
    X = np.random.RandomState(24).randn(7, 4, 3)
    y = np.array([0, 4, 1, 1, 3, 2, 0])

    def net(self, hidden_dims, reg=0.0):
        return FullyConnectedNet(
            hidden_dims,
            input_dim=12,
            num_classes=5,
            use_batchnorm=True,
            reg=reg,
            weight_scale=0.1,
            dtype=np.float64,
            seed=25,
        )

    def test_every_hidden_layer_starts_with_gamma_one_and_beta_zero(self):
        params = self.net([8, 6]).params
        for layer, width in (1, 8), (2, 6):
            assert f"gamma{layer}" in params, f"gamma{layer} is missing from params: see place 1"
            assert f"beta{layer}" in params, f"beta{layer} is missing from params: see place 1"
            assert_close(params[f"gamma{layer}"], np.ones(width), f"gamma{layer}, see place 1")
            assert_close(params[f"beta{layer}"], np.zeros(width), f"beta{layer}, see place 1")
        assert "gamma3" not in params, "the output layer is not normalised: no gamma3"
        shapes = {"W1": (12, 8), "W2": (8, 6), "W3": (6, 5), "b1": (8,), "b2": (6,), "b3": (5,)}
        for name, shape in shapes.items():
            assert name in params, f"{name} is missing from params: see place 1"
            got = np.shape(params[name])
            assert got == shape, f"{name} has shape {got}, but should have {shape}: see place 1"

    @pytest.mark.parametrize("reg", [0.0, 0.5])
    @pytest.mark.parametrize("hidden_dims", [[8], [7, 6, 5]])
    def test_gradients(self, hidden_dims, reg):
        net = self.net(hidden_dims, reg)
        _, grads = net.loss(self.X, self.y)
        for name, param in net.params.items():
            assert name in grads, f"loss returned no gradient for {name}"
            numerical = eval_numerical_gradient(
                lambda _: net.loss(self.X, self.y)[0], param, verbose=False
            )
            hint = "See place 3: backward, the steps of the forward pass in reverse order."
            assert_gradient(grads[name], numerical, f"the gradient of {name}", hint)

    def test_only_weights_are_penalised(self):
        added = self.net([8, 6], reg=2.0).loss(self.X, self.y)[0]
        added -= self.net([8, 6]).loss(self.X, self.y)[0]
        weights = [self.net([8, 6]).params[name] for name in ("W1", "W2", "W3")]
        expected = sum(np.sum(W**2) for W in weights)
        assert_close(added, expected, "reg = 2 should add the sum of all squared weights")

    def test_a_bias_below_batch_normalization_has_no_effect(self):
        net = self.net([8, 6])
        before, _ = net.loss(self.X, self.y)
        net.params["b2"] += 3
        after, _ = net.loss(self.X, self.y)
        assert_close(after, before, "the loss should not change: normalise before the ReLU")

    def test_scores_of_an_image_do_not_depend_on_the_others(self):
        net = self.net([8, 6])
        net.loss(self.X, self.y)
        alone, together = net.loss(self.X[2:3]), net.loss(self.X)
        assert_close(alone, together[2:3], "in test mode, use running statistics: scores")

    def test_a_net_without_batch_normalization_still_works(self):
        net = FullyConnectedNet([8], input_dim=12, num_classes=5, dtype=np.float64, seed=26)
        assert sorted(net.params) == ["W1", "W2", "b1", "b2"], "there should be no gamma or beta"
        loss, _ = net.loss(self.X, self.y)
        assert_close(loss, np.log(5), "the loss of small random weights is near ln 5", atol=0.05)
