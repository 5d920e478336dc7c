"""Checks of Exercises 5 and 6, beside those of the layers: `pytest -k Exercise5`."""

import copy

import numpy as np
import pytest

from nndl.fc_net import FullyConnectedNet
from nndl.layers import relu_backward, relu_forward, softmax_loss
from utils.fcnet_checks import affine_gradients, assert_close, assert_shape, is_right
from utils.gradient_check import eval_numerical_gradient


class TestExercise5Parameters:
    @pytest.mark.parametrize("hidden_dims", [[8], [8, 6], [7, 5, 3]])
    def test_every_layer_has_weights_and_biases_of_the_right_shape(self, hidden_dims):
        params = FullyConnectedNet(hidden_dims, input_dim=12, num_classes=4).params
        dims = [12, *hidden_dims, 4]
        last = len(hidden_dims) + 1
        for layer in range(1, last + 1):
            for name in f"W{layer}", f"b{layer}":
                assert name in params, (
                    f"{name} is missing from params, which for hidden_dims = {hidden_dims} should "
                    f"go to W{last} and b{last}: the output layer has them, too"
                )
            assert_shape(params[f"W{layer}"], (dims[layer - 1], dims[layer]), f"W{layer}")
            assert_shape(params[f"b{layer}"], (dims[layer],), f"b{layer}")
        assert len(params) == 2 * last, f"params should hold no more than these: {sorted(params)}"

    def test_biases_start_at_zero(self):
        params = FullyConnectedNet([8, 6], input_dim=12, num_classes=4).params
        for name, size in ("b1", 8), ("b2", 6), ("b3", 4):
            assert_close(params[name], np.zeros(size), f"{name} should start at zero: it is")

    @pytest.mark.parametrize("weight_scale", [0.03, 2.0])
    def test_weights_have_the_weight_scale_as_their_standard_deviation(self, weight_scale):
        net = FullyConnectedNet([80, 80], 120, num_classes=60, weight_scale=weight_scale, seed=35)
        for name in "W1", "W2", "W3":
            W = net.params[name]
            assert abs(W.std() / weight_scale - 1) < 0.1, (
                f"the standard deviation of {name} is {W.std():.3g}, for weight_scale = "
                f"{weight_scale}: it should be that within 10 %, in every layer"
            )
            assert abs(W.mean()) < 0.1 * weight_scale, (
                f"the mean of {name} is {W.mean():.3g}; a normal distribution about 0 is asked for"
            )
            near = np.mean(np.abs(W) < weight_scale)
            assert abs(near - 0.683) < 0.05, (
                f"{100 * near:.0f} % of {name} are within one standard deviation of 0; in a normal "
                "distribution 68 % are: rng.randn draws from one"
            )

    def test_every_weight_has_a_draw_of_its_own(self):
        params = FullyConnectedNet([40, 40], 40, num_classes=40, seed=36).params
        for one, other in ("W1", "W2"), ("W2", "W3"):
            alike = np.corrcoef(params[one].ravel(), params[other].ravel())[0, 1]
            assert abs(alike) < 0.2, f"{one} and {other} have the same draws: draw anew each time"

    def test_the_same_seed_gives_the_same_net(self):
        one, again, other = (
            FullyConnectedNet([8], input_dim=12, num_classes=4, seed=seed).params
            for seed in (37, 37, 38)
        )
        assert np.array_equal(one["W1"], again["W1"]), (
            "two nets with seed = 37 differ: draw with rng, which the line above yours sets"
        )
        assert not np.array_equal(one["W1"], other["W1"]), (
            "nets with seed = 37 and 38 have the same W1: draw with rng, set above your lines"
        )


class TestExercise6ScoresLossAndGradients:
    X = np.random.RandomState(39).randn(6, 4, 3)
    y = np.array([0, 4, 1, 1, 3, 2])

    def net(self, hidden_dims, reg=0.0, weight_scale=0.3):
        return FullyConnectedNet(
            hidden_dims,
            input_dim=12,
            num_classes=5,
            reg=reg,
            weight_scale=weight_scale,
            dtype=np.float64,
            seed=40,
        )

    def scores(self, net, X):
        scores = net.loss(X)
        assert not isinstance(scores, (tuple, list)), "without y, loss should return scores alone"
        return scores

    def loss(self, net):
        returned = net.loss(self.X, self.y)
        assert isinstance(returned, (tuple, list)) and len(returned) == 2, (
            "with y, loss should return two things: `return loss, grads`"
        )
        assert np.ndim(returned[0]) == 0, f"the loss has shape {np.shape(returned[0])}, not ()"
        return returned

    def test_scores_worked_by_hand(self):
        net = FullyConnectedNet([2], input_dim=2, num_classes=2, dtype=np.float64)
        net.params["W1"], net.params["b1"] = (
            np.array([[1.0, -1.0], [1.0, 1.0]]),
            np.array([0, -2.0]),
        )
        net.params["W2"], net.params["b2"] = np.array([[1.0, -2.0], [5.0, 5.0]]), np.array([0.5, 0])
        scores = self.scores(net, np.array([[1.0, 2.0], [-1.0, 3.0]]))
        if np.min(scores) >= 0:
            message = "a score may be negative: is there a relu behind the output layer? Scores are"
        else:
            message = (
                "for W1 = 1 -1; 1 1, b1 = 0 -2, W2 = 1 -2; 5 5 and b2 = 0.5 0 the images 1 2 and "
                "-1 3 have hidden layers 3 0 and 2 2: scores are"
            )
        assert_close(scores, [[3.5, -6.0], [12.5, 6.0]], message)

    @pytest.mark.parametrize("hidden_dims", [[8], [7, 6], [6, 6, 6]])
    def test_scores_of_every_depth(self, hidden_dims):
        net = self.net(hidden_dims)
        h = self.X.reshape(6, 12)
        last = len(hidden_dims) + 1
        for layer in range(1, last + 1):
            h = h @ net.params[f"W{layer}"] + net.params[f"b{layer}"]
            h = h if layer == last else np.maximum(h, 0)
        message = f"for hidden_dims = {hidden_dims}, {last} affine layers, scores are"
        assert_close(self.scores(net, self.X), h, message)

    def test_the_first_loss_is_near_that_of_guessing(self):
        loss, _ = self.loss(self.net([8, 8], weight_scale=1e-3))
        assert_close(loss, np.log(5), "the loss of small random weights is near ln 5; it is", 0.05)

    def test_the_loss_is_the_softmax_loss_of_the_scores(self):
        net = self.net([8])
        expected, _ = softmax_loss(self.scores(net, self.X), self.y)
        assert_close(self.loss(net)[0], expected, "place 3: at reg = 0 the loss is")

    @pytest.mark.parametrize("hidden_dims", [[8], [7, 6]])
    def test_half_of_reg_times_all_squared_weights_is_added(self, hidden_dims):
        plain, penalized = self.net(hidden_dims), self.net(hidden_dims, reg=3.0)
        for name, param in plain.params.items():
            if name.startswith("b"):
                param += 1
            penalized.params[name] = param.copy()
        added = self.loss(penalized)[0] - self.loss(plain)[0]
        squares = {name: np.sum(param**2) for name, param in plain.params.items()}
        expected = 1.5 * sum(squares[name] for name in squares if name.startswith("W"))
        told = what_penalty_tells(added, expected, squares, len(hidden_dims) + 1)
        message = (
            f"place 5: for reg = 3 the loss should grow by half of it times the sum of all {told}"
        )
        assert_close(added, expected, f"{message}: it grows by")

    @pytest.mark.parametrize("reg", [0.0, 3.14])
    @pytest.mark.parametrize("hidden_dims", [[8], [6, 6, 6]])
    def test_gradients(self, hidden_dims, reg):
        net = self.net(hidden_dims, reg)
        _, grads = copy.deepcopy(self.loss(net))  # the next call may fill the same dict
        numerical = {
            name: eval_numerical_gradient(lambda _: net.loss(self.X, self.y)[0], param, False)
            for name, param in net.params.items()
        }
        for layer in range(len(hidden_dims) + 1, 0, -1):  # an error spreads downwards
            names = [f"W{layer}", f"b{layer}"]
            missing = [name for name in names if name not in grads]
            assert not missing, f"loss returned no gradient for {' and '.join(missing)}: place 4"
            for name in names:
                assert_shape(grads[name], numerical[name].shape, f"the gradient of {name}")
            wrong = [name for name in names if not is_right(grads[name], numerical[name])]
            if wrong == names[:1] and reg:
                off = (numerical[wrong[0]] - grads[wrong[0]]) / net.params[wrong[0]]
                if np.ptp(off) < 1e-4:
                    wrong = [
                        f"{wrong[0]}, by {np.mean(off):.3g} times {wrong[0]} itself, (reg is 3.14)"
                    ]
            assert not wrong, what_layer_tells(wrong, reg, layer > len(hidden_dims))


def what_penalty_tells(added, expected, squares, last):
    """The words "squared weights", and what may be wrong with a penalty."""
    meanings = {
        "there seems to be no penalty": 0.0,
        "the half seems to be missing": 2 * expected,
        f"W{last} seems to be left out": expected - 1.5 * squares[f"W{last}"],
        "W1 seems to be left out": expected - 1.5 * squares["W1"],
        "biases seem to be in it": 1.5 * sum(squares.values()),
    }
    for meaning, value in meanings.items():
        if np.isclose(added, value, rtol=1e-4, atol=1e-6):
            return f"squared weights ({meaning})"
    return "squared weights"


def what_layer_tells(wrong, reg, last):
    """What may be behind the highest layer with a wrong gradient."""
    if not layers_are_right():
        return "a check of Exercises 2 to 4 fails: mend that first, the net is made of these layers"
    message = f"the gradient of {' and '.join(wrong)} differs from the numerical one"
    if len(wrong) == 1 and wrong[0].startswith("W") and reg:
        return f"{message}. Place 5: what does the penalty add to the gradient of each W?"
    if last:
        return (
            f"{message}. Place 3: what does affine_backward get, and in which order does it return?"
        )
    return (
        f"{message}. Place 4: does the layer get the dout of the layer above, and its own cache? "
        "What affine_relu_backward returns is unpacked as dx, dw, db"
    )


def layers_are_right():
    """Whether the layers' gradients are right, on one input each."""
    try:
        affine = affine_gradients((5, 3))
        x = np.array([[-1.0, 2.0]])
        dx = relu_backward(np.ones((1, 2)), relu_forward(x)[1])
        _, dscores = softmax_loss(np.zeros((1, 2)), np.array([0]))
        return (
            all(is_right(*affine[name]) for name in ("dx", "dw", "db"))
            and np.array_equal(dx, [[0, 1]])
            and np.allclose(dscores, [[-0.5, 0.5]])
        )
    except Exception:  # whatever a layer that is wrong raises
        return False
