"""Checks of Exercise 3, beside those of the layer: `pytest -k Exercise3`."""

import copy

import numpy as np
import pytest

from nndl.fc_net import FullyConnectedNet
from nndl.layer_utils import affine_batchnorm_relu_forward, affine_relu_forward
from nndl.layers import affine_forward, softmax_loss
from utils.dropout_checks import assert_close, seeded, what_layer_tells
from utils.gradient_check import eval_numerical_gradient, rel_error

KEEP, SEED = 0.6, 11


class TestExercise3NetWithDropout:
    X = np.random.RandomState(64).randn(9, 4, 3)
    y = np.array([0, 4, 1, 1, 3, 2, 0, 2, 4])

    def net(self, hidden_dims, keep_ratio=KEEP, seed=SEED, use_batchnorm=False, reg=0.0):
        net = FullyConnectedNet(
            hidden_dims,
            input_dim=12,
            num_classes=5,
            use_batchnorm=use_batchnorm,
            reg=reg,
            weight_scale=0.5,
            dtype=np.float64,
            seed=65,
            dropout_keep_ratio=keep_ratio,
        )
        if seed is not None:
            net.dropout_param["seed"] = seed
        for layer in range(1, net.num_layers + 1):
            net.params[f"b{layer}"] += 0.1
        return net

    def test_only_a_keep_ratio_below_one_drops(self):
        net = self.net([8, 6], keep_ratio=1.0)
        loss, _ = net.loss(self.X, self.y)
        expected = worked_loss(net, self.X, self.y, ())
        assert_close(loss, expected, "with dropout_keep_ratio = 1 nothing should change: loss is")
        dropped, _ = self.net([8, 6]).loss(self.X, self.y)
        assert not np.isclose(dropped, expected, rtol=0, atol=1e-6), (
            f"with dropout_keep_ratio = {KEEP} the loss is still that of a net without dropout: "
            "does the next layer get what dropout returns?"
        )

    @pytest.mark.parametrize("use_batchnorm", [False, True])
    @pytest.mark.parametrize("hidden_dims", [[8], [6, 7, 6]])
    def test_dropout_comes_after_the_relu_of_each_hidden_layer(self, hidden_dims, use_batchnorm):
        net = self.net(hidden_dims, use_batchnorm=use_batchnorm)
        loss, _ = net.loss(self.X, self.y)
        expected = worked_loss(net, self.X, self.y, range(1, len(hidden_dims) + 1))
        assert np.isclose(loss, expected, rtol=0, atol=1e-4), (
            f"with a seed and keep ratio {KEEP} a net of {len(hidden_dims)} hidden layer(s)"
            f"{', with batch normalization,' if use_batchnorm else ''} should have a loss of "
            f"{expected:.4f}, and yours has {loss:.4f}: "
            f"{what_loss_tells(net, self.X, self.y, loss)}"
        )

    def test_nothing_is_dropped_when_testing(self):
        net, without = self.net([8, 6]), self.net([8, 6], keep_ratio=1.0)
        assert_close(
            net.loss(self.X)[:2],
            without.loss(self.X)[:2],
            "in test mode the scores should be those of a net without dropout, nothing dropped and "
            "nothing scaled: those of two images are",
        )

    def test_each_call_drops_anew_without_a_seed(self):
        net = self.net([8, 6], seed=None)
        losses = {float(net.loss(self.X, self.y)[0]) for _ in range(5)}
        assert len(losses) > 1, (
            "five calls in train mode without a seed gave the same loss: hand on "
            "self.dropout_param as it is, without a seed of your own"
        )

    @pytest.mark.parametrize("reg", [0.0, 0.5])
    @pytest.mark.parametrize("use_batchnorm", [False, True])
    @pytest.mark.parametrize("hidden_dims", [[8], [6, 6, 6]])
    def test_gradients(self, hidden_dims, use_batchnorm, reg):
        net = self.net(hidden_dims, use_batchnorm=use_batchnorm, reg=reg)
        _, grads = copy.deepcopy(net.loss(self.X, self.y))  # the next call may fill the same dict
        assert set(grads) == set(net.params), (
            "loss should return a gradient for every parameter, and dropout has no parameters: "
            f"{', '.join(sorted(set(grads) ^ set(net.params)))} should be in both or in neither"
        )
        for layer in range(len(hidden_dims) + 1, 0, -1):  # an error spreads downwards
            names = [f"{kind}{layer}" for kind in ("gamma", "beta", "W", "b")]
            names = [name for name in names if name in net.params]
            wrong = [name for name in names if not self.is_right(net, name, grads[name])]
            assert not wrong, what_gradients_tell(wrong, layer, len(hidden_dims))

    def is_right(self, net, name, got):
        param = net.params[name]
        numerical = eval_numerical_gradient(lambda _: net.loss(self.X, self.y)[0], param, False)
        return np.shape(got) == param.shape and rel_error(got, numerical) < 1e-6


def worked_loss(net, X, y, places):
    """The loss of the net's parameters with dropout at the places: 0 is the input, 1 what hidden
    layer 1 gives, and so on; the last place is the scores."""

    def dropped(out, place):
        return out * (seeded(SEED, out.shape) < KEEP) / KEEP if place in places else out

    out, params = dropped(X, 0), net.params
    for layer in range(1, net.num_layers):
        W, b = params[f"W{layer}"], params[f"b{layer}"]
        if net.use_batchnorm:
            gamma, beta = params[f"gamma{layer}"], params[f"beta{layer}"]
            out, _ = affine_batchnorm_relu_forward(out, W, b, gamma, beta, {"mode": "train"})
        else:
            out, _ = affine_relu_forward(out, W, b)
        out = dropped(out, layer)
    last = net.num_layers
    scores, _ = affine_forward(out, params[f"W{last}"], params[f"b{last}"])
    return softmax_loss(dropped(scores, last), y)[0]


def what_loss_tells(net, X, y, loss):
    """Where dropout may stand in a net of this loss."""
    if reason := what_layer_tells():
        return reason
    last = net.num_layers
    hidden = range(1, last)
    for places, meaning in (
        ((), "that of a net without dropout. Does the next layer get what dropout returns?"),
        ([*hidden, last], "there seems to be dropout on the scores, too"),
        ([0, *hidden], "there seems to be dropout on the input, too"),
        (range(last), "there seems to be dropout on each layer's input, that of the net included"),
        (hidden[:-1], "the last hidden layer seems to have no dropout"),
        (hidden[-1:], "only the last hidden layer seems to have dropout"),
        (hidden[:1], "only the first hidden layer seems to have dropout"),
        ([last], "there seems to be dropout on the scores, and not on the hidden layers"),
        ([0], "there seems to be dropout on the input, and not on the hidden layers"),
        ([0, *hidden[:-1]], "each hidden layer's input seems to be dropped, not what it gives"),
    ):
        if np.isclose(loss, worked_loss(net, X, y, places), rtol=0, atol=1e-6):
            return meaning
    return (
        "place 1: once for each hidden layer, on what its ReLU gives, with self.dropout_param "
        "itself, whose p and mode are set"
    )


def what_gradients_tell(wrong, layer, hidden):
    """What may be behind the highest layer with a wrong gradient."""
    if reason := what_layer_tells():
        return reason
    message = f"seen from the top, what is wrong first is the gradient of {', '.join(wrong)}"
    if layer > hidden:
        return f"{message}: the output layer is given code, so is dropout on the scores?"
    return (
        f"{message}. Place 2: before dout goes through ReLU and affine layer {layer}, it goes "
        f"through this layer's dropout, with the cache that place 1 kept for layer {layer}"
    )
