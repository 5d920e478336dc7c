"""Dropout: what it draws, its gradients, its two modes, and the net that is built on it."""

import numpy as np
import pytest

from nndl.fc_net import FullyConnectedNet
from nndl.layers import dropout_backward, dropout_forward
from utils.gradient_check import eval_numerical_gradient

SHAPES = [(30,), (12, 7), (4, 3, 5), (4, 3, 5, 2)]
DEPTHS = [[7], [7, 6], [8, 7, 6], [7, 7, 7, 7]]


def train(p, **more):
    return {"mode": "train", "p": p, **more}


@pytest.mark.parametrize("p", [0.05, 0.5, 0.9])
@pytest.mark.parametrize("shape", SHAPES, ids=len)
def test_with_a_seed_those_below_p_are_kept_and_divided_by_p(rng, shape, p):
    x = rng.normal(size=shape)
    out, _ = dropout_forward(x, train(p, seed=5))
    drawn = np.random.RandomState(5).rand(x.size).reshape(shape)
    np.testing.assert_allclose(out, np.where(drawn < p, x / p, 0))


@pytest.mark.parametrize("p", [0.3, 0.6, 0.75])
def test_without_a_seed_a_share_of_p_is_kept_and_the_mean_stays(rng, p):
    x = rng.normal(10, 1, size=(500, 500))
    np.random.seed(1)
    out, _ = dropout_forward(x, train(p))
    # Four standard deviations of a share of 250,000 draws; of x, the spread is a tenth of the mean.
    assert abs(np.mean(out != 0) - p) < 4 * np.sqrt(p * (1 - p) / x.size)
    assert out.mean() == pytest.approx(x.mean(), rel=0.02)
    again, _ = dropout_forward(x, train(p))
    assert np.mean((out != 0) == (again != 0)) == pytest.approx(p**2 + (1 - p) ** 2, abs=0.01)


def test_without_a_seed_draws_come_from_the_global_generator(rng):
    x = rng.normal(size=(20, 20))
    outs = []
    for _ in range(2):
        np.random.seed(3)
        outs.append(dropout_forward(x, train(0.5))[0])
    np.testing.assert_array_equal(*outs)


def test_a_keep_ratio_of_one_keeps_everything(rng):
    x = rng.normal(size=(9, 4))
    np.testing.assert_array_equal(dropout_forward(x, train(1))[0], x)


@pytest.mark.parametrize("shape", SHAPES, ids=len)
@pytest.mark.parametrize("mode", ["train", "test"])
def test_gradient(rng, assert_gradients, shape, mode):
    x, dout = rng.normal(size=(2, *shape))
    param = {"mode": mode, "p": 0.4, "seed": 8}
    dx = dropout_backward(dout, dropout_forward(x, param)[1])
    assert_gradients(lambda: dropout_forward(x, param)[0], dout, (x,), (dx,))


def test_the_gradient_is_that_of_the_draw_it_belongs_to(rng):
    x, dout = rng.normal(size=(2, 40, 30))
    passes = [dropout_forward(x, train(0.7)) for _ in range(2)]
    for out, cache in passes:
        np.testing.assert_allclose(dropout_backward(dout, cache), dout * out / x)


def test_testing_changes_nothing_forward_or_back(rng):
    x, dout = rng.normal(size=(2, 6, 5))
    out, cache = dropout_forward(x, {"mode": "test", "p": 0.2, "seed": 1})
    np.testing.assert_array_equal(out, x)
    np.testing.assert_array_equal(dropout_backward(dout, cache), dout)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("p", [0.3, np.float64(0.3)], ids=["Python's p", "numpy's p"])
def test_the_dtype_of_the_activations_is_kept(rng, dtype, p):
    x = rng.normal(size=(6, 5)).astype(dtype)
    for mode in ("train", "test"):
        out, cache = dropout_forward(x, {"mode": mode, "p": p})
        assert out.dtype == dropout_backward(x, cache).dtype == dtype


@pytest.mark.parametrize("mode", ["train", "test"])
def test_no_pass_changes_its_inputs(rng, mode):
    x, dout = rng.normal(size=(2, 6, 5))
    param = {"mode": mode, "p": 0.5, "seed": 1}
    before = x.copy(), dout.copy(), dict(param)
    dropout_backward(dout, dropout_forward(x, param)[1])
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(dout, before[1])
    assert param == before[2]


def test_another_mode_is_refused_by_name(rng):
    with pytest.raises(ValueError, match="'valid'"):
        dropout_forward(rng.normal(size=(2, 2)), {"mode": "valid", "p": 0.5})


def net(hidden_dims, keep=1.0, **options):
    defaults = {"weight_scale": 0.4, "dtype": np.float64, "seed": 3}
    return FullyConnectedNet(
        hidden_dims,
        input_dim=12,
        num_classes=5,
        dropout_keep_ratio=keep,
        **{**defaults, **options},
    )


@pytest.fixture
def batch(rng):
    return rng.normal(size=(6, 3, 4)), np.array([0, 3, 1, 4, 4, 2])


@pytest.mark.parametrize("use_batchnorm", [False, True])
@pytest.mark.parametrize("hidden_dims", DEPTHS, ids=len)
def test_gradients_of_a_net_that_drops(batch, rng, hidden_dims, use_batchnorm):
    model = net(hidden_dims, 0.6, reg=0.7, use_batchnorm=use_batchnorm)
    model.dropout_param["seed"] = 17
    for name, param in model.params.items():
        if not name.startswith("W"):  # off their initial ones and zeros
            param += 0.3 * rng.normal(size=param.shape)
    _, grads = model.loss(*batch)
    assert grads.keys() == model.params.keys()
    for name, param in model.params.items():
        numerical = eval_numerical_gradient(
            lambda _: model.loss(*batch)[0], param, verbose=False, h=1e-6
        )
        np.testing.assert_allclose(grads[name], numerical, rtol=1e-5, atol=1e-7, err_msg=name)


@pytest.mark.parametrize("hidden_dims", DEPTHS, ids=len)
def test_a_net_drops_after_each_relu_and_nowhere_else(batch, hidden_dims):
    X, y = batch
    model = net(hidden_dims, 0.6)
    model.dropout_param["seed"] = 17
    h = X.reshape(6, 12)
    for layer, width in enumerate(hidden_dims, start=1):
        h = np.maximum(h @ model.params[f"W{layer}"] + model.params[f"b{layer}"], 0)
        h = h * (np.random.RandomState(17).rand(6, width) < 0.6) / 0.6
    last = len(hidden_dims) + 1
    scores = h @ model.params[f"W{last}"] + model.params[f"b{last}"]
    powers = np.exp(scores)
    expected = -np.log(powers[np.arange(6), y] / powers.sum(axis=1)).mean()
    assert model.loss(X, y)[0] == pytest.approx(expected)


@pytest.mark.parametrize("use_batchnorm", [False, True])
def test_a_keep_ratio_of_one_is_exactly_the_net_without_dropout(batch, use_batchnorm):
    with_ratio = net([7, 6], 1.0, use_batchnorm=use_batchnorm)
    without = net([7, 6], use_batchnorm=use_batchnorm)
    loss, grads = with_ratio.loss(*batch)
    expected, others = without.loss(*batch)
    assert loss == expected
    for name, grad in grads.items():
        np.testing.assert_array_equal(grad, others[name])


def test_scores_are_those_of_the_net_without_dropout_and_training_goes_on_afterwards(batch):
    X, y = batch
    model, plain = net([7, 6], 0.5), net([7, 6])
    model.dropout_param["seed"] = 2
    before, _ = model.loss(X, y)
    np.testing.assert_array_equal(model.loss(X), plain.loss(X))
    assert model.loss(X, y)[0] == before != plain.loss(X, y)[0]


def test_without_a_seed_each_pass_drops_others(batch):
    model = net([30, 30], 0.5)
    assert len({model.loss(*batch)[0] for _ in range(5)}) == 5


def test_the_keep_ratio_is_the_last_argument(batch):
    model = FullyConnectedNet([7], 12, 5, False, 0.1, 0.4, np.float32, 3, 0.5)
    assert model.dropout_param == {"mode": "train", "p": 0.5}
    loss, grads = model.loss(*batch)
    assert isinstance(loss, float)
    assert {grad.dtype for grad in grads.values()} == {np.dtype(np.float32)}
    assert model.loss(batch[0]).dtype == np.float32
