"""Checks of Exercise 7, the convolutional net with spatial batch normalization."""

import copy

import numpy as np
import pytest

from nndl.cnn import ThreeLayerConvNet
from nndl.conv_layers import conv_forward_im2col, max_pool_forward_naive
from nndl.layer_utils import affine_relu_forward
from nndl.layers import affine_forward, relu_forward, softmax_loss
from nndl.norm_layers import spatial_batchnorm_backward, spatial_batchnorm_forward
from utils.gradient_check import eval_numerical_gradient, rel_error
from utils.norms_checks import assert_close, gradients, is_right, normalized


class TestExercise7ConvolutionalNet:
    X = np.random.RandomState(80).randn(4, 2, 4, 6) + 1
    y = np.array([0, 2, 1, 2])

    def net(self, use_batchnorm=True, reg=0.0, dtype=np.float64):
        net = ThreeLayerConvNet(
            input_dim=(2, 4, 6),
            num_filters=3,
            filter_size=3,
            hidden_dim=5,
            num_classes=3,
            weight_scale=0.5,
            reg=reg,
            dtype=dtype,
            use_batchnorm=use_batchnorm,
            seed=81,
        )
        if "gamma1" in net.params and "beta1" in net.params:
            net.params["gamma1"] = net.params["gamma1"] * np.array([1, 1.5, 0.5], dtype)
            net.params["beta1"] = net.params["beta1"] + np.array([0.3, -0.2, 0.1], dtype)
        return net

    @pytest.mark.parametrize("dtype", [np.float32, np.float64])
    def test_gamma_and_beta_are_parameters(self, dtype):
        net = ThreeLayerConvNet(num_filters=5, hidden_dim=4, use_batchnorm=True, dtype=dtype)
        for name, start in ("gamma1", np.ones(5)), ("beta1", np.zeros(5)):
            assert name in net.params, f"with use_batchnorm=True there should be a params[{name!r}]"
            param = net.params[name]
            assert_close(param, start, f"params[{name!r}] is one number for each filter:")
            assert param.dtype == dtype, f"params[{name!r}] is {param.dtype}, not the net's dtype"
        assert set(self.net(use_batchnorm=False).params) == {"W1", "b1", "W2", "b2", "W3", "b3"}, (
            "a net that does not normalize should have no gamma1 and beta1"
        )

    def test_the_loss_when_training(self):
        net = self.net(reg=0.1)
        loss, _ = net.loss(self.X, self.y)
        penalty = 0.05 * sum(np.sum(net.params[f"W{i}"] ** 2) for i in (1, 2, 3))
        expected = worked_loss(net, self.X, self.y, "a") + penalty
        assert np.isclose(loss, expected, rtol=0, atol=1e-4), (
            f"the loss of this net should be {expected:.4f}, and yours is {loss:.4f}: "
            f"{what_loss_tells(net, self.X, self.y, loss - penalty)}"
        )

    def test_running_statistics_stay_with_the_net(self):
        net = self.net()
        net.loss(self.X, self.y)
        (bn_param,) = net.bn_params
        for name in "running_mean", "running_var":
            assert name in bn_param, (
                f"after a loss in training self.bn_params[0] has no {name}: hand on this very dict"
            )
        a, _ = conv_forward_im2col(self.X, net.params["W1"], net.params["b1"], net.conv_param)
        message = "running_mean after one pass is"
        assert_close(bn_param["running_mean"], 0.1 * a.mean(axis=(0, 2, 3)), message)

    def test_scores_when_testing_come_from_running_statistics(self):
        net = self.net()
        for _ in range(3):
            net.loss(self.X, self.y)
        together, alone = net.loss(self.X), net.loss(self.X[:1])
        assert_close(
            alone, together[:1], "an image tested alone should have the scores it has among others:"
        )
        assert np.shape(together) == (4, 3), "scores are (N, num_classes)"

    @pytest.mark.parametrize("reg", [0.0, 0.3])
    @pytest.mark.parametrize("use_batchnorm", [True, False])
    def test_gradients(self, use_batchnorm, reg):
        net = self.net(use_batchnorm, reg)
        _, grads = copy.deepcopy(net.loss(self.X, self.y))  # the next call may fill the same dict
        assert set(grads) == set(net.params), (
            "loss should return a gradient for every parameter: "
            f"{', '.join(sorted(set(grads) ^ set(net.params)))} should be in both or in neither"
        )
        for name in sorted(grads, key=lambda name: (-int(name[-1]), name[0] not in "gb", name)):
            param = net.params[name]
            numerical = eval_numerical_gradient(
                lambda _: net.loss(self.X, self.y)[0], param, verbose=False
            )
            right = np.shape(grads[name]) == param.shape
            right = right and rel_error(grads[name], numerical) < 1e-6
            assert right, (
                f"with use_batchnorm={use_batchnorm} and reg={reg}, seen from the top, what is "
                f"wrong first is the gradient of {name}. {layers_to_mend()}Are the gradients that "
                "conv_batchnorm_relu_pool_backward returns filed under their names, in its order?"
            )


def worked_loss(net, X, y, place):
    """The loss of the net's parameters without penalty, with batchnorm at a place, or none.

    Args:
        net: the net, in float64.
        X, y: images and labels.
        place: "a" behind the convolution, "r" behind the ReLU, "p" behind the pooling, or "".
    """
    params = net.params

    def normal(out, here):
        if here != place:
            return out
        gamma, beta = (params[name].reshape(1, -1, 1, 1) for name in ("gamma1", "beta1"))
        return gamma * normalized(out, (0, 2, 3)) + beta

    a, _ = conv_forward_im2col(X, params["W1"], params["b1"], net.conv_param)
    r, _ = relu_forward(normal(a, "a"))
    pooled, _ = max_pool_forward_naive(normal(r, "r"), net.pool_param)
    hidden, _ = affine_relu_forward(normal(pooled, "p"), params["W2"], params["b2"])
    return softmax_loss(affine_forward(hidden, params["W3"], params["b3"])[0], y)[0]


def what_loss_tells(net, X, y, loss):
    """Where batch normalization may stand in a net of this loss."""
    if reason := layers_to_mend():
        return reason
    for place, meaning in (
        ("", "that is a net without batch normalization"),
        ("r", "batch normalization seems to come after the ReLU"),
        ("p", "batch normalization seems to come after the pooling"),
    ):
        if np.isclose(loss, worked_loss(net, X, y, place), rtol=0, atol=1e-4):
            return f"{meaning}, and should come between convolution and ReLU"
    return "hand pooled to the affine layers, and gamma before beta to the layer"


def layers_to_mend():
    """Which exercise about the layer is to be mended before the net, or ""."""
    x, ones, zeros = TestExercise7ConvolutionalNet.X, np.ones(2), np.zeros(2)
    both = spatial_batchnorm_forward, spatial_batchnorm_backward
    try:
        out, _ = spatial_batchnorm_forward(x, ones, zeros, {"mode": "train"})
        if not np.allclose(out, normalized(x, (0, 2, 3)), atol=1e-4):
            return "The check of Exercise 1 fails: mend that first. "
        found = gradients(both, x, ones, zeros, {"mode": "train"})
        if not all(is_right(*found[name]) for name in ("dx", "dgamma", "dbeta")):
            return "The check of Exercise 2 fails: mend that first. "
    except Exception as error:  # whatever a layer that is wrong raises
        return f"Spatial batch normalization fails, mend Exercises 1 and 2 first: {error}. "
    return ""
