"""Checks of Exercise 6, beside those of the layers: `pytest -k Exercise6`."""

import copy

import numpy as np
import pytest

from nndl import conv_layers
from nndl.cnn import ThreeLayerConvNet
from nndl.layers import softmax_loss
from utils.convnet_checks import assert_close, assert_shape, by_fourier, is_right, layers_are_right
from utils.gradient_check import eval_numerical_gradient

WEIGHTS = ["W1", "W2", "W3"]
NAMES = [f"{kind}{layer}" for layer in (1, 2, 3) for kind in "Wb"]


class TestExercise6ConvolutionalNet:
    X = np.random.RandomState(81).randn(3, 2, 4, 6)
    y = np.array([3, 0, 4])

    def net(self, reg=0.0, weight_scale=0.5, **changes):
        given = {"input_dim": (2, 4, 6), "num_filters": 3, "filter_size": 3, "hidden_dim": 6}
        given |= {"num_classes": 5, "dtype": np.float64, "seed": 82, **changes}
        net = ThreeLayerConvNet(weight_scale=weight_scale, reg=reg, **given)
        missing = [name for name in NAMES if name not in net.params]
        assert not missing, f"place 1: params has no {', '.join(missing)}"
        return net

    def loss(self, net):
        returned = net.loss(self.X, self.y)
        assert isinstance(returned, (tuple, list)) and len(returned) == 2, (
            "with labels loss should return two things, `return loss, grads`"
        )
        return returned

    def test_the_layers_below_are_right(self):
        functions = [
            conv_layers.conv_forward_im2col,
            conv_layers.conv_backward_im2col,
            conv_layers.max_pool_forward_naive,
            conv_layers.max_pool_backward_naive,
        ]
        assert layers_are_right(*functions), (
            "the net is made of conv_forward_im2col and of max pooling, and the checks of "
            "Exercises 3 to 5 do not pass yet: mend these first"
        )

    def test_shapes_of_the_parameters(self):
        net = self.net()
        shapes = {"W1": (3, 2, 3, 3), "b1": (3,), "W2": (18, 6), "b2": (6,), "W3": (6, 5)}
        for name, shape in {**shapes, "b3": (5,)}.items():
            hint = ""
            if name == "W2" and np.ndim(net.params[name]) == 2:
                hint = {
                    12: ": are images square? Height and width are halved, each by itself",
                    27: ": are images square? Height and width are halved, each by itself",
                    72: ": pooling halves height and width before the affine layer sees them",
                }.get(len(net.params[name]), "")
            told = f" for images of 2 x 4 x 6, 3 filters of 3 x 3, 6 hidden units, 5 classes{hint}"
            assert_shape(net.params[name], shape, f"place 1: {name}", told)
            assert net.params[name].dtype == np.float64, (
                f"{name} has the type {net.params[name].dtype}, not that which dtype asks for"
            )

    def test_weights_are_drawn_and_biases_start_at_zero(self):
        net = self.net(num_filters=40, hidden_dim=50, weight_scale=0.02, num_classes=30)
        for name in WEIGHTS:
            deviation = np.std(net.params[name])
            assert abs(deviation / 0.02 - 1) < 0.15, (
                f"place 1: {name} should have the standard deviation weight_scale = 0.02; yours "
                f"has {deviation:.3g}"
            )
        for name in ("b1", "b2", "b3"):
            assert not np.any(net.params[name]), f"place 1: {name} should start at zero"

    @pytest.mark.parametrize("filter_size", [3, 5])
    def test_scores(self, filter_size):
        net = self.net(filter_size=filter_size)
        for name in ("b1", "b2", "b3"):
            net.params[name] += 0.1 + 0.05 * np.arange(len(net.params[name]))
        params = net.params
        conv_param = {"stride": 1, "pad": filter_size // 2}
        a = np.maximum(by_fourier(self.X, params["W1"], params["b1"], conv_param), 0)
        pooled = a.reshape(3, 3, 2, 2, 3, 2).max(axis=(3, 5)).reshape(3, -1)
        hidden = np.maximum(pooled @ params["W2"] + params["b2"], 0)
        expected = hidden @ params["W3"] + params["b3"]
        scores = net.loss(self.X)
        assert scores is not None, "places 2 and 3: without labels loss should return the scores"
        assert_shape(scores, (3, 5), "places 2 and 3: scores")
        hint = ""
        if np.allclose(scores, np.maximum(expected, 0), atol=1e-4):
            hint = " (is there a relu behind the last layer? A score may be negative)"
        told = f"places 2 and 3, with filters of {filter_size} x {filter_size}: scores"
        assert_close(scores[0], expected[0], f"{told} of the first image{hint} are")
        assert_close(scores, expected, f"{told} are")

    def test_the_first_loss_is_near_that_of_guessing(self):
        loss, _ = self.loss(self.net(weight_scale=1e-3))
        assert_close(loss, np.log(5), "the loss of small random weights is near ln 5; it is", 0.05)

    def test_the_loss_is_the_softmax_loss_of_the_scores(self):
        net = self.net()
        expected, _ = softmax_loss(net.loss(self.X), self.y)
        assert_close(self.loss(net)[0], expected, "place 4: at reg = 0 the loss is")

    def test_half_of_reg_times_all_squared_weights_is_added(self):
        plain, penalized = self.net(), self.net(reg=3.0)
        for name, param in plain.params.items():
            if name.startswith("b"):
                param += 0.5
            penalized.params[name] = param.copy()
        added = self.loss(penalized)[0] - self.loss(plain)[0]
        expected = 1.5 * sum(np.sum(plain.params[name] ** 2) for name in WEIGHTS)
        told = what_penalty_tells(added, plain.params)
        assert_close(
            added,
            expected,
            "place 6: for reg = 3 the loss should grow by half of it times the sum of all squared "
            f"weights{told}: it grows by",
        )

    @pytest.mark.parametrize("reg", [0.0, 3.14])
    def test_gradients(self, reg):
        net = self.net(reg)
        _, grads = copy.deepcopy(self.loss(net))  # the next call may fill the same dict
        assert set(grads) == set(net.params), (
            "loss should return a gradient for every parameter: "
            f"{', '.join(sorted(set(grads) ^ set(net.params)))} should be in both or in neither"
        )
        for layer, place in (3, 4), (2, 4), (1, 5):  # an error spreads downwards
            for name in (f"W{layer}", f"b{layer}"):
                param = net.params[name]
                numerical = eval_numerical_gradient(
                    lambda _: net.loss(self.X, self.y)[0], param, verbose=False
                )
                assert_shape(grads[name], param.shape, f"place {place}: the gradient of {name}")
                if not is_right(grads[name], numerical):
                    hint = what_gradient_tells(grads[name], numerical, param, reg)
                    place = 6 if "penalty" in hint else place
                    raise AssertionError(
                        f"place {place}: the gradient of {name} at reg = {reg} differs from the "
                        f"numerical one{hint}"
                    )


def what_penalty_tells(added, params):
    """What may be wrong with a penalty, for reg = 3."""
    squares = {name: 1.5 * np.sum(params[name] ** 2) for name in params}
    right = sum(squares[name] for name in WEIGHTS)
    norms = [np.linalg.norm(params[name]) for name in WEIGHTS]
    meanings = {
        " (there seems to be no penalty)": [0.0],
        " (the half seems to be missing)": [2 * right],
        " (biases seem to be in it)": [sum(squares.values())],
        " (these are norms, with a root)": [3 * sum(norms), 1.5 * sum(norms)],
        " (these seem to be cubes)": [1.5 * sum(np.sum(params[name] ** 3) for name in WEIGHTS)],
        " (square first, sum then)": [1.5 * sum(np.sum(params[name]) ** 2 for name in WEIGHTS)],
    }
    for name in WEIGHTS:
        meanings[f" ({name} seems to be left out)"] = [right - squares[name]]
    for meaning, values in meanings.items():
        if any(np.isclose(added, value, rtol=1e-4, atol=1e-6) for value in values):
            return meaning
    return ""


def what_gradient_tells(got, numerical, param, reg):
    """What may be wrong with a gradient that has the right shape."""
    if not reg:
        return ": what does each backward pass get, and in which order does it return?"
    if is_right(got + reg * param, numerical):
        return ": what the penalty adds to it, reg * W, is missing"
    if is_right(got - reg * param, numerical):
        return ": it has the penalty's share twice; the half and the 2 of the square cancel"
    if np.ndim(param) == 1:
        return ": biases are not in the penalty"
    return ". At reg = 0 it is right: what does the penalty add to the gradient of W?"
