"""The convolutional net with spatial batch normalization: its gradients and its two modes."""

import numpy as np
import pytest

from nndl.cnn import ThreeLayerConvNet
from nndl.conv_layer_utils import (
    conv_batchnorm_relu_pool_backward,
    conv_batchnorm_relu_pool_forward,
)
from nndl.conv_layers import conv_forward_naive
from utils.gradient_check import eval_numerical_gradient


def net(**options):
    defaults = {
        "input_dim": (2, 6, 4),
        "num_filters": 3,
        "filter_size": 3,
        "hidden_dim": 5,
        "num_classes": 4,
        "weight_scale": 0.4,
        "dtype": np.float64,
        "use_batchnorm": True,
        "seed": 3,
    }
    return ThreeLayerConvNet(**{**defaults, **options})


@pytest.fixture
def batch(rng):
    return rng.normal(size=(5, 2, 6, 4)), np.array([0, 3, 1, 2, 2])


def shifted(model, rng):
    """The model, with gamma, beta and biases off their initial ones and zeros."""
    for name, param in model.params.items():
        if not name.startswith("W"):
            param += 0.3 * rng.normal(size=param.shape)
    return model


def test_gamma_is_one_and_beta_zero_for_each_filter():
    model = net(num_filters=7)
    np.testing.assert_array_equal(model.params["gamma1"], np.ones(7))
    np.testing.assert_array_equal(model.params["beta1"], np.zeros(7))
    assert "gamma1" not in net(use_batchnorm=False).params


def test_the_weights_are_those_of_the_net_that_does_not_normalize():
    one, other = net().params, net(use_batchnorm=False).params
    for name, param in other.items():
        np.testing.assert_array_equal(one[name], param)


@pytest.mark.parametrize("size", [1, 3])
@pytest.mark.parametrize("reg", [0.0, 0.7])
def test_gradients(batch, rng, size, reg):
    model = shifted(net(filter_size=size, reg=reg), rng)
    _, grads = model.loss(*batch)
    assert grads.keys() == model.params.keys()
    for name, param in model.params.items():
        numerical = eval_numerical_gradient(
            lambda _: model.loss(*batch)[0], param, verbose=False, h=1e-6
        )
        np.testing.assert_allclose(grads[name], numerical, rtol=1e-5, atol=1e-7, err_msg=name)


def test_loss_is_that_of_the_formulas(batch, rng):
    X, y = batch
    model = shifted(net(reg=0.7), rng)
    p = model.params
    a, _ = conv_forward_naive(X, p["W1"], p["b1"], {"stride": 1, "pad": 1})
    a = (a - a.mean(axis=(0, 2, 3), keepdims=True)) / np.sqrt(
        a.var(axis=(0, 2, 3), keepdims=True) + 1e-5
    )
    a = p["gamma1"].reshape(-1, 1, 1) * a + p["beta1"].reshape(-1, 1, 1)
    pooled = np.maximum(a, 0).reshape(5, 3, 3, 2, 2, 2).max(axis=(3, 5)).reshape(5, -1)
    scores = np.maximum(pooled @ p["W2"] + p["b2"], 0) @ p["W3"] + p["b3"]
    powers = np.exp(scores)
    loss = -np.log(powers[np.arange(5), y] / powers.sum(axis=1)).mean()
    penalty = 0.35 * sum(np.sum(p[name] ** 2) for name in ("W1", "W2", "W3"))
    assert model.loss(X, y)[0] == pytest.approx(loss + penalty)


def test_scores_come_from_running_statistics_and_leave_them_alone(batch):
    X, y = batch
    model = net()
    for step in range(3):
        model.loss(X + step, y)
    (bn_param,) = model.bn_params
    before = bn_param["running_mean"].copy(), bn_param["running_var"].copy()
    scores = model.loss(X)
    np.testing.assert_allclose(model.loss(X[:1]), scores[:1])
    np.testing.assert_array_equal(bn_param["running_mean"], before[0])
    np.testing.assert_array_equal(bn_param["running_var"], before[1])
    assert np.abs(scores - net().loss(X)).max() > 1e-3


def test_float32_stays_float32(batch):
    model = net(dtype=np.float32)
    loss, grads = model.loss(*batch)
    assert isinstance(loss, float)
    assert {each.dtype for each in (*grads.values(), model.loss(batch[0]))} == {np.dtype("f4")}


def test_gradients_of_the_joined_layers(rng, assert_gradients):
    x, w = rng.normal(size=(3, 2, 4, 6)), rng.normal(size=(3, 2, 3, 3))
    b, gamma, beta = rng.normal(size=(3, 3))
    params = {"stride": 1, "pad": 1}, {"mode": "train"}
    pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}

    def forward():
        return conv_batchnorm_relu_pool_forward(x, w, b, gamma, beta, *params, pool_param)

    out, cache = forward()
    dout = rng.normal(size=out.shape)
    gradients = conv_batchnorm_relu_pool_backward(dout, cache)
    assert_gradients(lambda: forward()[0], dout, (x, w, b, gamma, beta), gradients)
