"""FullyConnectedNet: what it starts from, its gradients, and its two modes."""

import numpy as np
import pytest

from nndl.fc_net import FullyConnectedNet
from utils.gradient_check import eval_numerical_gradient

DEPTHS = [[7], [7, 6], [8, 7, 6], [8, 7, 6, 5], [9, 8, 7, 6, 5]]


@pytest.fixture
def batch(rng):
    return rng.normal(size=(6, 3, 4)), np.array([0, 3, 1, 4, 4, 2])


def net(hidden_dims, **options):
    defaults = {"weight_scale": 0.4, "dtype": np.float64, "seed": 3}
    return FullyConnectedNet(hidden_dims, input_dim=12, num_classes=5, **{**defaults, **options})


@pytest.mark.parametrize("use_batchnorm", [False, True])
@pytest.mark.parametrize("reg", [0.0, 3.14])
@pytest.mark.parametrize("hidden_dims", DEPTHS, ids=len)
def test_gradients(batch, rng, hidden_dims, reg, use_batchnorm):
    X, y = batch
    model = net(hidden_dims, reg=reg, use_batchnorm=use_batchnorm)
    for name, param in model.params.items():
        if not name.startswith("W"):  # off their initial ones and zeros
            param += 0.3 * rng.normal(size=param.shape)
    _, grads = model.loss(X, y)
    assert grads.keys() == model.params.keys()
    for name, param in model.params.items():
        numerical = eval_numerical_gradient(
            lambda _: model.loss(X, y)[0], param, verbose=False, h=1e-6
        )
        assert grads[name].shape == param.shape
        if use_batchnorm and name in [f"b{layer}" for layer in range(1, len(hidden_dims) + 1)]:
            # Zero in theory: a relative error would compare rounding with rounding.
            np.testing.assert_allclose(grads[name], 0, atol=1e-12, err_msg=name)
            np.testing.assert_allclose(numerical, 0, atol=1e-7, err_msg=name)
        else:
            np.testing.assert_allclose(grads[name], numerical, rtol=1e-5, atol=1e-7, err_msg=name)


def test_params_have_the_right_names_shapes_and_dtype():
    params = net([7, 6], use_batchnorm=True, dtype=np.float32).params
    weights = {"W1": (12, 7), "W2": (7, 6), "W3": (6, 5), "b1": (7,), "b2": (6,), "b3": (5,)}
    scales = {"gamma1": (7,), "beta1": (7,), "gamma2": (6,), "beta2": (6,)}
    assert {name: param.shape for name, param in params.items()} == weights | scales
    assert {param.dtype for param in params.values()} == {np.dtype(np.float32)}
    assert net([7, 6]).params.keys() == {"W1", "W2", "W3", "b1", "b2", "b3"}


def test_weights_start_normal_and_the_rest_at_zero_or_one():
    params = FullyConnectedNet([400], use_batchnorm=True, weight_scale=0.03, seed=1).params
    assert params["W1"].std() == pytest.approx(0.03, rel=0.01)
    assert abs(params["W1"].mean()) < 1e-4
    for name in ("b1", "b2", "beta1"):
        assert not params[name].any()
    assert np.all(params["gamma1"] == 1)


def test_weights_are_drawn_apart_from_each_other():
    params = FullyConnectedNet([300, 300, 300], input_dim=300, seed=1).params
    first, second, third = (params[f"W{layer}"].ravel() for layer in (1, 2, 3))
    for one, other in ((first, second), (second, third), (first, third)):
        assert abs(np.corrcoef(one, other)[0, 1]) < 0.02  # six deviations of 90,000 pairs
    assert np.mean(np.abs(first) < 1e-2) == pytest.approx(0.6827, abs=0.01)
    assert np.mean(np.abs(first) < 2e-2) == pytest.approx(0.9545, abs=0.01)


def test_options_may_be_given_by_position():
    model = FullyConnectedNet([7], 12, 5, False, 0.5, 0.4, np.float64, 3, 1.0)
    named = net([7], reg=0.5)
    assert model.reg == 0.5
    assert not model.use_batchnorm
    for name, param in named.params.items():
        np.testing.assert_array_equal(model.params[name], param)


def test_a_net_is_one_of_images_of_ten_classes_unless_told():
    params = FullyConnectedNet([4]).params
    assert params["W1"].shape == (3072, 4)
    assert params["W2"].shape == (4, 10)


def test_without_a_seed_weights_come_from_the_global_generator():
    np.random.seed(8)
    first = net([7], seed=None).params["W1"]
    np.random.seed(8)
    np.testing.assert_array_equal(net([7], seed=None).params["W1"], first)
    np.testing.assert_array_equal(net([7], seed=8).params["W1"], first)


def test_the_penalty_is_half_reg_times_all_squared_weights(batch):
    model, plain = net([7, 6], reg=2.0, use_batchnorm=True), net([7, 6], use_batchnorm=True)
    squares = sum(np.sum(model.params[f"W{layer}"] ** 2) for layer in (1, 2, 3))
    assert model.loss(*batch)[0] == pytest.approx(plain.loss(*batch)[0] + squares)


def test_the_penaltys_gradient_is_reg_times_the_weights_alone(batch):
    model, plain = net([7, 6], reg=2.0), net([7, 6])
    (_, grads), (_, unpenalized) = model.loss(*batch), plain.loss(*batch)
    for name, param in model.params.items():
        added = 2.0 * param if name.startswith("W") else np.zeros_like(param)
        np.testing.assert_allclose(grads[name] - unpenalized[name], added, atol=1e-14)


def test_a_fresh_net_loses_the_logarithm_of_the_number_of_classes(batch):
    model = net([7, 6], weight_scale=1e-3)
    assert model.loss(*batch)[0] == pytest.approx(np.log(5), abs=1e-6)


def test_a_plain_net_scores_what_its_layers_say(batch):
    X, _ = batch
    model = net([7, 6])
    p = model.params
    h = np.maximum(X.reshape(6, 12) @ p["W1"] + p["b1"], 0)
    h = np.maximum(h @ p["W2"] + p["b2"], 0)
    np.testing.assert_allclose(model.loss(X), h @ p["W3"] + p["b3"])


def test_a_normalised_net_scores_with_the_running_statistics_of_each_layer(batch):
    X, _ = batch
    model = net([7, 6], use_batchnorm=True)
    p, h = model.params, X.reshape(6, 12)
    for layer, width in (1, 7), (2, 6):
        mean, var = np.linspace(-1, 1, width), np.linspace(0.5, 2, width)
        model.bn_params[layer - 1].update(running_mean=mean, running_var=var)
        a = h @ p[f"W{layer}"] + p[f"b{layer}"]
        h = np.maximum((a - mean) / np.sqrt(var + 1e-5), 0)
    np.testing.assert_allclose(model.loss(X), h @ p["W3"] + p["b3"])


def test_a_test_pass_changes_nothing_and_rows_do_not_mix(batch):
    X, y = batch
    model = net([7, 6], use_batchnorm=True)
    model.loss(X, y)
    before = [{key: np.copy(value) for key, value in param.items()} for param in model.bn_params]
    scores = model.loss(X)
    np.testing.assert_allclose(model.loss(X[2:3]), scores[2:3])
    for param, old in zip(model.bn_params, before, strict=True):
        np.testing.assert_array_equal(param["running_mean"], old["running_mean"])
        np.testing.assert_array_equal(param["running_var"], old["running_var"])


def test_training_does_not_change_the_batch_or_the_parameters(batch):
    X, y = batch
    model = net([7], reg=1.0, use_batchnorm=True)
    params = {name: param.copy() for name, param in model.params.items()}
    images, labels = X.copy(), y.copy()
    model.loss(X, y)
    np.testing.assert_array_equal(X, images)
    np.testing.assert_array_equal(y, labels)
    for name, param in params.items():
        np.testing.assert_array_equal(model.params[name], param)


def test_float32_nets_compute_in_float32(batch):
    X, y = batch
    model = net([7, 6], reg=1.0, use_batchnorm=True, dtype=np.float32)
    loss, grads = model.loss(X, y)
    assert isinstance(loss, float)
    assert {grad.dtype for grad in grads.values()} == {np.dtype(np.float32)}
    assert model.loss(X).dtype == np.float32
