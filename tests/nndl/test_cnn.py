"""ThreeLayerConvNet without normalization: what it starts from, what it scores, its gradients."""

import numpy as np
import pytest

from nndl.cnn import ThreeLayerConvNet
from nndl.conv_layers import conv_forward_naive, max_pool_forward_naive
from utils.gradient_check import eval_numerical_gradient

SHAPES = pytest.mark.parametrize("shape", [(2, 4, 4), (1, 4, 6), (3, 6, 2)])


def net(shape=(2, 4, 6), **options):
    defaults = {"weight_scale": 0.4, "dtype": np.float64, "seed": 3, "filter_size": 3}
    sizes = {"num_filters": 3, "hidden_dim": 5, "num_classes": 4}
    model = ThreeLayerConvNet(shape, **{**sizes, **defaults, **options})
    for number, name in enumerate(("b1", "b2", "b3")):  # off their initial zeros
        model.params[name] += 0.2 + 0.1 * np.arange(len(model.params[name]))[::-1] - 0.1 * number
    return model


def batch(rng, shape=(2, 4, 6), n=3):
    return rng.normal(size=(n, *shape)), rng.integers(4, size=n)


@SHAPES
@pytest.mark.parametrize("filter_size", [1, 3, 5])
@pytest.mark.parametrize("reg", [0.0, 3.14])
def test_gradients(rng, shape, filter_size, reg):
    X, y = batch(rng, shape)
    model = net(shape, filter_size=filter_size, reg=reg)
    _, grads = model.loss(X, y)
    assert grads.keys() == model.params.keys()
    for name, param in model.params.items():
        numerical = eval_numerical_gradient(
            lambda _: model.loss(X, y)[0], param, verbose=False, h=1e-6
        )
        assert grads[name].shape == param.shape
        np.testing.assert_allclose(grads[name], numerical, rtol=1e-5, atol=1e-7, err_msg=name)


def test_params_have_the_right_names_shapes_and_dtype():
    params = net((3, 4, 10), dtype=np.float32).params
    assert {name: param.shape for name, param in params.items()} == {
        "W1": (3, 3, 3, 3),
        "W2": (3 * 2 * 5, 5),
        "W3": (5, 4),
        "b1": (3,),
        "b2": (5,),
        "b3": (4,),
    }
    assert {param.dtype for param in params.values()} == {np.dtype(np.float32)}


def test_a_net_is_one_of_cifar_10_unless_told():
    params = ThreeLayerConvNet(seed=1).params
    assert params["W1"].shape == (32, 3, 7, 7)
    assert params["W2"].shape == (32 * 16 * 16, 100)
    assert params["W3"].shape == (100, 10)
    for name in ("W1", "W2"):
        assert params[name].std() == pytest.approx(1e-3, rel=0.05)
    for name in ("b1", "b2", "b3"):
        assert not params[name].any()


def test_weights_are_drawn_apart_from_each_other():
    params = ThreeLayerConvNet((5, 16, 16), hidden_dim=90, num_classes=80, seed=1).params
    weights = [params[name].ravel()[:7000] for name in ("W1", "W2", "W3")]
    for one, other in ((0, 1), (0, 2), (1, 2)):
        assert abs(np.corrcoef(weights[one], weights[other])[0, 1]) < 0.08


def test_without_a_seed_weights_come_from_the_global_generator():
    np.random.seed(8)
    first = net(seed=None).params["W2"]
    np.random.seed(8)
    np.testing.assert_array_equal(net(seed=None).params["W2"], first)
    np.testing.assert_array_equal(net(seed=8).params["W2"], first)


@SHAPES
def test_a_net_scores_what_its_layers_say(rng, shape):
    X, _ = batch(rng, shape)
    model = net(shape)
    p = model.params
    a, _ = conv_forward_naive(X, p["W1"], p["b1"], {"stride": 1, "pad": 1})
    assert a.shape[2:] == X.shape[2:]
    pool_param = {"pool_height": 2, "pool_width": 2, "stride": 2}
    pooled, _ = max_pool_forward_naive(np.maximum(a, 0), pool_param)
    hidden = np.maximum(pooled.reshape(len(X), -1) @ p["W2"] + p["b2"], 0)
    np.testing.assert_allclose(model.loss(X), hidden @ p["W3"] + p["b3"])


def test_the_penalty_is_half_reg_times_all_squared_weights(rng):
    X, y = batch(rng)
    model, plain = net(reg=2.0), net()
    squares = sum(np.sum(model.params[name] ** 2) for name in ("W1", "W2", "W3"))
    (loss, grads), (unpenalized, others) = model.loss(X, y), plain.loss(X, y)
    assert loss == pytest.approx(unpenalized + squares)
    for name, param in model.params.items():
        added = 2.0 * param if name.startswith("W") else np.zeros_like(param)
        np.testing.assert_allclose(grads[name] - others[name], added, atol=1e-14)


def test_a_fresh_net_loses_the_logarithm_of_the_number_of_classes(rng):
    model = ThreeLayerConvNet((2, 4, 6), num_classes=4, seed=1)
    assert model.loss(*batch(rng))[0] == pytest.approx(np.log(4), abs=1e-4)


def test_images_do_not_mix_when_testing(rng):
    X, _ = batch(rng)
    model = net()
    np.testing.assert_allclose(model.loss(X)[1:2], model.loss(X[1:2]))


def test_training_does_not_change_the_batch_or_the_parameters(rng):
    X, y = batch(rng)
    model = net(reg=1.0)
    params = {name: param.copy() for name, param in model.params.items()}
    images, labels = X.copy(), y.copy()
    model.loss(X, y)
    np.testing.assert_array_equal(X, images)
    np.testing.assert_array_equal(y, labels)
    for name, param in params.items():
        np.testing.assert_array_equal(model.params[name], param)


def test_float32_nets_compute_in_float32(rng):
    X, y = batch(rng)
    model = net(reg=1.0, dtype=np.float32)
    loss, grads = model.loss(X, y)
    assert isinstance(loss, float)
    assert {grad.dtype for grad in grads.values()} == {np.dtype(np.float32)}
    assert model.loss(X).dtype == np.float32
