"""The batch normalization layer: statistics, running statistics, and gradients."""

import numpy as np
import pytest

from nndl.layers import batchnorm_backward, batchnorm_forward

EPS = 1e-5


def train(x, gamma=None, beta=None, **bn_param):
    d = x.shape[1]
    gamma = np.ones(d, x.dtype) if gamma is None else gamma
    beta = np.zeros(d, x.dtype) if beta is None else beta
    return batchnorm_forward(x, gamma, beta, {"mode": "train", **bn_param})


def test_training_output_has_mean_beta_and_std_gamma(rng):
    x = rng.normal(loc=[3, -40, 0], scale=[1, 20, 5], size=(100, 3))
    gamma, beta = np.array([1.0, 2.0, -3.0]), np.array([0.0, 10.0, -10.0])
    out, _ = train(x, gamma, beta)
    np.testing.assert_allclose(out.mean(axis=0), beta, atol=1e-12)
    shrunk_by_eps = np.sqrt(x.var(axis=0) / (x.var(axis=0) + EPS))
    np.testing.assert_allclose(out.std(axis=0), np.abs(gamma) * shrunk_by_eps)
    np.testing.assert_allclose(out[:, 2] - beta[2], -3 * train(x)[0][:, 2], atol=1e-12)


def test_eps_is_added_to_the_biased_variance():
    out, _ = train(np.array([[0.0], [2.0]]), eps=3.0)  # variance 1 over N, 2 over N - 1
    np.testing.assert_allclose(out, [[-0.5], [0.5]])


def test_a_constant_feature_becomes_beta():
    out, _ = train(np.full((5, 1), 7.0), beta=np.array([2.0]))
    np.testing.assert_array_equal(out, np.full((5, 1), 2.0))


def test_one_row_becomes_beta(rng):
    beta = rng.normal(size=4)
    out, _ = train(rng.normal(size=(1, 4)), beta=beta)
    np.testing.assert_array_equal(out[0], beta)


def test_a_large_offset_costs_no_precision_beyond_that_of_the_input(rng):
    x = rng.normal(size=(100, 3))
    np.testing.assert_allclose(train(x + 1000)[0], train(x)[0], atol=1e-10)


def test_running_statistics_move_by_one_minus_momentum(rng):
    x = rng.normal(loc=4, scale=3, size=(20, 3))
    bn_param = {"mode": "train"}
    batchnorm_forward(x, np.ones(3), np.zeros(3), bn_param)
    np.testing.assert_allclose(bn_param["running_mean"], 0.1 * x.mean(axis=0))
    np.testing.assert_allclose(bn_param["running_var"], 0.1 * x.var(axis=0))

    bn_param["momentum"] = 0.25
    other = rng.normal(size=(30, 3))
    batchnorm_forward(other, np.ones(3), np.zeros(3), bn_param)
    mean = 0.25 * 0.1 * x.mean(axis=0) + 0.75 * other.mean(axis=0)
    var = 0.25 * 0.1 * x.var(axis=0) + 0.75 * other.var(axis=0)
    np.testing.assert_allclose(bn_param["running_mean"], mean)
    np.testing.assert_allclose(bn_param["running_var"], var)


def test_training_output_ignores_the_running_statistics(rng):
    x = rng.normal(size=(8, 3))
    out, _ = train(x, running_mean=np.full(3, 50.0), running_var=np.full(3, 9.0))
    np.testing.assert_array_equal(out, train(x)[0])


def test_test_mode_normalises_with_the_running_statistics(rng):
    x, gamma, beta = rng.normal(size=(8, 2)), np.array([2.0, 3.0]), np.array([1.0, -1.0])
    mean, var = np.array([5.0, -5.0]), np.array([4.0, 0.0])
    bn_param = {"mode": "test", "running_mean": mean, "running_var": var, "eps": 0.25}
    out, _ = batchnorm_forward(x, gamma, beta, bn_param)
    np.testing.assert_allclose(out, (x - mean) * [2 / np.sqrt(4.25), 3 / 0.5] + beta)


def test_running_statistics_survive_a_test_pass(rng):
    bn_param = {"mode": "train"}
    batchnorm_forward(rng.normal(size=(8, 3)), np.ones(3), np.zeros(3), bn_param)
    bn_param["mode"] = "test"
    before = {key: np.copy(value) for key, value in bn_param.items()}
    batchnorm_forward(rng.normal(size=(5, 3)), np.ones(3), np.zeros(3), bn_param)
    assert bn_param.keys() == before.keys()
    for key, value in before.items():
        np.testing.assert_array_equal(bn_param[key], value)


def test_untrained_statistics_are_zero_when_testing():
    out, _ = batchnorm_forward(np.ones((2, 1)), np.ones(1), np.zeros(1), {"mode": "test"})
    np.testing.assert_allclose(out, np.full((2, 1), EPS**-0.5))


@pytest.mark.parametrize("mode", ["train", "test"])
def test_inputs_are_left_alone(rng, mode):
    x, gamma, beta, dout = (rng.normal(size=shape) for shape in ((6, 3), 3, 3, (6, 3)))
    before = [value.copy() for value in (x, gamma, beta, dout)]
    _, cache = batchnorm_forward(x, gamma, beta, {"mode": mode})
    if mode == "train":
        batchnorm_backward(dout, cache)
    for value, old in zip((x, gamma, beta, dout), before, strict=True):
        np.testing.assert_array_equal(value, old)


def test_float32_stays_float32(rng):
    x = rng.normal(size=(6, 3)).astype(np.float32)
    gamma, beta, bn_param = np.ones(3, np.float32), np.zeros(3, np.float32), {"mode": "train"}
    out, cache = batchnorm_forward(x, gamma, beta, bn_param)
    arrays = [out, *batchnorm_backward(out, cache)]
    arrays += [bn_param["running_mean"], bn_param["running_var"]]
    arrays += [batchnorm_forward(x, gamma, beta, {**bn_param, "mode": "test"})[0]]
    assert {array.dtype for array in arrays} == {np.dtype(np.float32)}


@pytest.mark.parametrize("mode", ["", "Train", None])
def test_an_unknown_mode_is_a_value_error(mode):
    with pytest.raises(ValueError, match=repr(mode)):
        batchnorm_forward(np.ones((2, 2)), np.ones(2), np.zeros(2), {"mode": mode})


@pytest.mark.parametrize(
    ("shape", "offset", "eps"),
    [
        ((4, 5), 0.0, EPS),
        ((50, 1), 3.0, EPS),
        ((3, 20), -10.0, EPS),
        ((2, 4), 0.0, 0.5),
        ((7, 3), 0.0, 2.0),
    ],
)
def test_gradients(rng, assert_gradients, shape, offset, eps):
    x, dout = offset + 2 * rng.normal(size=shape), rng.normal(size=shape)
    gamma, beta = rng.normal(size=shape[1]), rng.normal(size=shape[1])

    def forward():
        return train(x, gamma, beta, eps=eps)

    gradients = batchnorm_backward(dout, forward()[1])
    assert_gradients(lambda: forward()[0], dout, (x, gamma, beta), gradients)


def test_gradients_at_a_mean_a_thousand_times_the_spread(rng, assert_gradients):
    x, dout, gamma = 1000 + rng.normal(size=(10, 3)), rng.normal(size=(10, 3)), rng.normal(size=3)
    dx, _, _ = batchnorm_backward(dout, train(x, gamma)[1])
    # x is known to 1e-13, which central differences with h = 1e-5 magnify.
    assert_gradients(lambda: train(x, gamma)[0], dout, (x,), (dx,), atol=1e-6)


def test_gradients_of_one_row(rng):
    dout = rng.normal(size=(1, 4))
    dx, dgamma, dbeta = batchnorm_backward(dout, train(rng.normal(size=(1, 4)))[1])
    np.testing.assert_array_equal(dx, np.zeros((1, 4)))
    np.testing.assert_array_equal(dgamma, np.zeros(4))
    np.testing.assert_array_equal(dbeta, dout[0])
