"""Checks of Exercise 4, beside those of the layer: `pytest -k Exercise4`."""

import copy

import numpy as np
import pytest

from nndl.fc_net import FullyConnectedNet
from nndl.layers import softmax_loss
from utils.batchnorm_checks import assert_close, is_right, layer_gradients
from utils.gradient_check import eval_numerical_gradient


class TestExercise4NetWithBatchNormalization:
    X = np.random.RandomState(24).randn(7, 4, 3)
    y = np.array([0, 4, 1, 1, 3, 2, 0])

    def net(self, hidden_dims, reg=0.0, weight_scale=0.1):
        return FullyConnectedNet(
            hidden_dims,
            input_dim=12,
            num_classes=5,
            use_batchnorm=True,
            reg=reg,
            weight_scale=weight_scale,
            dtype=np.float64,
            seed=25,
        )

    def test_every_hidden_layer_starts_with_gamma_one_and_beta_zero(self):
        params = self.net([8, 6]).params
        for layer, width in (1, 8), (2, 6):
            for name, start in (f"gamma{layer}", np.ones(width)), (f"beta{layer}", np.zeros(width)):
                assert name in params, f"{name} is missing from params: place 1"
                assert_close(params[name], start, f"place 1: {name} is")
        assert "gamma3" not in params, "the output layer is not normalized: there is no gamma3"
        shapes = {"W1": (12, 8), "W2": (8, 6), "W3": (6, 5), "b1": (8,), "b2": (6,), "b3": (5,)}
        for name, shape in shapes.items():
            assert name in params, f"{name} is missing from params: place 1"
            got = np.shape(params[name])
            assert got == shape, f"place 1: {name} has shape {got}, but should have {shape}"

    def test_a_net_without_batch_normalization_still_works(self):
        net = FullyConnectedNet([8], input_dim=12, num_classes=5, dtype=np.float64, seed=26)
        assert sorted(net.params) == ["W1", "W2", "b1", "b2"], "there should be no gamma or beta"
        loss, _ = net.loss(self.X, self.y)
        assert_close(loss, np.log(5), "the loss of small random weights is near ln 5; it is", 0.05)

    def test_scores_of_an_image_do_not_depend_on_the_others(self):
        net = self.net([8, 8])
        net.loss(self.X, self.y)
        alone, together = net.loss(self.X[2:3]), net.loss(self.X)
        message = "test mode should use running statistics, not the batch's own: an image's scores "
        assert_close(alone, together[2:3], message + "alone and among others differ, they are")

    def test_testing_agrees_with_training_after_many_passes(self):
        net = self.net([20, 20])  # of one width, so that layers can share statistics unnoticed
        for _ in range(200):
            trained, _ = net.loss(self.X, self.y)
        tested, _ = softmax_loss(net.loss(self.X), self.y)
        assert_close(
            tested,
            trained,
            "if Exercise 2 passes, are running statistics lost or shared? Each layer needs a dict "
            "of its own from self.bn_params, that very dict and no copy. After 200 passes over one "
            "batch in train mode, test mode should give the same loss; it is",
        )

    def test_the_first_loss_is_near_that_of_guessing(self):
        loss, _ = self.net([8, 8], weight_scale=1e-3).loss(self.X, self.y)
        assert_close(loss, np.log(5), "the loss of small random weights is near ln 5; it is", 0.05)

    def test_a_bias_below_batch_normalization_has_no_effect(self):
        net = self.net([8, 8])
        before, _ = net.loss(self.X, self.y)
        net.params["b2"] += 3
        after, _ = net.loss(self.X, self.y)
        message = "the loss should not change with b2: is it affine, batchnorm, ReLU? It is"
        assert_close(after, before, message)

    @pytest.mark.parametrize("reg", [0.0, 0.5])
    @pytest.mark.parametrize("hidden_dims", [[8], [6, 6, 6]])
    def test_gradients(self, hidden_dims, reg):
        net = self.net(hidden_dims, reg)
        _, grads = copy.deepcopy(net.loss(self.X, self.y))  # the next call may fill the same dict
        numerical = {
            name: eval_numerical_gradient(lambda _: net.loss(self.X, self.y)[0], param, False)
            for name, param in net.params.items()
        }
        for layer in range(len(hidden_dims) + 1, 0, -1):  # an error spreads downwards
            names = [f"{kind}{layer}" for kind in ("gamma", "beta", "W", "b")]
            names = [name for name in names if name in numerical]
            missing = [name for name in names if name not in grads]
            assert not missing, f"loss returned no gradient for {' and '.join(missing)}: place 3"
            wrong = [name for name in names if not is_right(grads[name], numerical[name])]
            right = [name for name in names if name not in wrong]
            last = layer > len(hidden_dims)
            assert not wrong, what_layer_tells(wrong, right, reg, last)

    def test_only_weights_are_penalized(self):
        plain, penalized = self.net([8, 6]), self.net([8, 6], reg=2.0)
        plain.params["b1"] += 1
        for name, param in plain.params.items():
            penalized.params[name] = param.copy()
        added = penalized.loss(self.X, self.y)[0] - plain.loss(self.X, self.y)[0]
        expected = sum(np.sum(plain.params[name] ** 2) for name in ("W1", "W2", "W3"))
        assert_close(added, expected, "reg = 2 should add the sum of all squared weights: it adds")


def what_layer_tells(wrong, right, reg, last):
    """What may be behind the highest layer with a wrong gradient."""
    try:
        layer = layer_gradients((5, 3))
        layer_is_right = all(is_right(*layer[name]) for name in ("dx", "dgamma", "dbeta"))
    except Exception:  # whatever a layer that is wrong raises
        layer_is_right = False
    if not layer_is_right:
        return "the check of Exercise 3 fails: mend that first, the net is made of these layers"
    message = f"seen from the top, what is wrong first is the gradient of {', '.join(wrong)}"
    if right:
        message += f" (right: {', '.join(right)})"
    if last:
        return f"{message}: the output layer and the penalty (reg = {reg}) are given code"
    if not any(name.startswith(("gamma", "beta")) for name in wrong):
        return f"{message}. Place 3: what does affine_backward get? It should be batchnorm's dx"
    return (
        f"{message}. Place 3: the steps of the forward pass in reverse order, each with its own "
        "cache, what it returns unpacked in the order in which it is returned"
    )
