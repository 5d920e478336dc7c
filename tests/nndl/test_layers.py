"""The given layers and the joined ones, and that no pass changes its inputs."""

import numpy as np
import pytest

from nndl import layer_utils, layers
from utils.gradient_check import eval_numerical_gradient


def away_from_kinks(rng, *shape):
    """Draw values at least 0.1 from zero, where relu has no derivative."""
    values = rng.normal(size=shape)
    return values + 0.1 * np.sign(values)


def test_affine_reads_each_input_as_one_row(rng):
    x, w, b = rng.normal(size=(3, 2, 4)), rng.normal(size=(8, 5)), rng.normal(size=5)
    out, _ = layers.affine_forward(x, w, b)
    for row in range(3):
        for unit in range(5):
            expected = sum(x[row].ravel()[k] * w[k, unit] for k in range(8)) + b[unit]
            assert out[row, unit] == pytest.approx(expected)


@pytest.mark.parametrize("shape", [(3, 8), (4, 2, 3), (1, 2, 2, 2)])
def test_affine_gradients(rng, assert_gradients, shape):
    x = rng.normal(size=shape)
    w, b = rng.normal(size=(int(np.prod(shape[1:])), 5)), rng.normal(size=5)
    dout = rng.normal(size=(shape[0], 5))
    _, cache = layers.affine_forward(x, w, b)
    gradients = layers.affine_backward(dout, cache)
    assert_gradients(lambda: layers.affine_forward(x, w, b)[0], dout, (x, w, b), gradients)


def test_relu_keeps_what_is_positive():
    out, _ = layers.relu_forward(np.array([[-2.0, 0.0, 3.0]]))
    np.testing.assert_array_equal(out, [[0.0, 0.0, 3.0]])


def test_relu_gradient(rng, assert_gradients):
    x, dout = away_from_kinks(rng, 6, 7), rng.normal(size=(6, 7))
    _, cache = layers.relu_forward(x)
    dx = layers.relu_backward(dout, cache)
    assert_gradients(lambda: layers.relu_forward(x)[0], dout, (x,), (dx,))


def test_softmax_loss_of_equal_scores_is_the_logarithm_of_the_number_of_classes():
    loss, _ = layers.softmax_loss(np.full((4, 10), 7.0), np.arange(4))
    assert loss == pytest.approx(np.log(10))


def test_softmax_loss_of_two_scores_is_the_logistic_loss():
    loss, _ = layers.softmax_loss(np.array([[1.0, 3.0]]), np.array([0]))
    assert loss == pytest.approx(np.log(1 + np.exp(2)))


def test_softmax_loss_survives_huge_scores():
    scores = np.array([[1e6, 0.0], [0.0, -1e6]])
    loss, dx = layers.softmax_loss(scores, np.array([1, 0]))
    assert loss == pytest.approx(5e5)
    np.testing.assert_allclose(dx, [[0.5, -0.5], [0, 0]], atol=1e-12)


def test_softmax_loss_gradient(rng):
    x, y = rng.normal(scale=3, size=(6, 5)), rng.integers(5, size=6)
    _, dx = layers.softmax_loss(x, y)
    numerical = eval_numerical_gradient(lambda x: layers.softmax_loss(x, y)[0], x, verbose=False)
    np.testing.assert_allclose(dx, numerical, rtol=1e-6, atol=1e-9)


def test_softmax_loss_is_minus_the_mean_logarithm_of_the_labels_probabilities(rng):
    x, y = rng.normal(scale=2, size=(4, 3)), np.array([2, 0, 0, 1])
    loss, dx = layers.softmax_loss(x, y)
    expected = 0.0
    for row, label in enumerate(y):
        probabilities = [np.exp(score) / sum(np.exp(x[row])) for score in x[row]]
        expected -= np.log(probabilities[label]) / 4
        for column in range(3):
            hit = float(column == label)
            assert dx[row, column] == pytest.approx((probabilities[column] - hit) / 4)
    assert loss == pytest.approx(expected)
    assert isinstance(loss, float)


def test_softmax_loss_ignores_what_is_added_to_a_row(rng):
    x, y = rng.normal(size=(5, 4)), rng.integers(3, size=5)  # the last class is nobody's label
    loss, dx = layers.softmax_loss(x, y)
    moved = x + np.array([[-1e4], [-700], [0], [700], [1e4]])
    moved_loss, moved_dx = layers.softmax_loss(moved, y)
    assert moved_loss == pytest.approx(loss, rel=1e-9)
    np.testing.assert_allclose(moved_dx, dx, atol=1e-10)
    np.testing.assert_allclose(dx.sum(axis=1), 0, atol=1e-15)


def test_relu_works_on_any_shape(rng):
    for shape in ((7,), (3, 2, 2), (2, 3, 2, 2)):
        x, dout = away_from_kinks(rng, *shape), rng.normal(size=shape)
        out, cache = layers.relu_forward(x)
        np.testing.assert_array_equal(out, np.where(x > 0, x, 0))
        np.testing.assert_array_equal(layers.relu_backward(dout, cache), np.where(x > 0, dout, 0))


def test_affine_relu_gradients(rng, assert_gradients):
    x, w, b = rng.normal(size=(4, 2, 3)), rng.normal(size=(6, 5)), rng.normal(size=5)
    dout = rng.normal(size=(4, 5))
    assert np.abs(layers.affine_forward(x, w, b)[0]).min() > 1e-3, "choose inputs off the kinks"
    _, cache = layer_utils.affine_relu_forward(x, w, b)
    gradients = layer_utils.affine_relu_backward(dout, cache)
    assert_gradients(
        lambda: layer_utils.affine_relu_forward(x, w, b)[0], dout, (x, w, b), gradients
    )


def test_affine_batchnorm_relu_gradients(rng, assert_gradients):
    x, w, b = rng.normal(size=(6, 2, 3)), rng.normal(size=(6, 5)), rng.normal(size=5)
    gamma, beta, dout = rng.normal(size=5), rng.normal(size=5), rng.normal(size=(6, 5))

    def forward():
        return layer_utils.affine_batchnorm_relu_forward(x, w, b, gamma, beta, {"mode": "train"})

    a, _ = layers.affine_forward(x, w, b)
    normalised, _ = layers.batchnorm_forward(a, gamma, beta, {"mode": "train"})
    assert np.abs(normalised).min() > 1e-3, "choose inputs off the kinks"
    out, cache = forward()
    np.testing.assert_array_equal(out, np.maximum(normalised, 0))
    gradients = layer_utils.affine_batchnorm_relu_backward(dout, cache)
    assert_gradients(lambda: forward()[0], dout, (x, w, b, gamma, beta), gradients)
    np.testing.assert_allclose(gradients[2], 0, atol=1e-12)  # the bias below batchnorm


def test_no_pass_changes_its_inputs(rng):
    x, w, b = rng.normal(size=(4, 6)), rng.normal(size=(6, 5)), rng.normal(size=5)
    dout, y = rng.normal(size=(4, 5)), np.array([0, 4, 2, 1])
    given = x, w, b, dout, y
    before = [value.copy() for value in given]
    a, affine_cache = layers.affine_forward(x, w, b)
    layers.affine_backward(dout, affine_cache)
    _, relu_cache = layers.relu_forward(x)
    layers.relu_backward(x, relu_cache)
    layers.softmax_loss(a, y)
    for value, old in zip(given, before, strict=True):
        np.testing.assert_array_equal(value, old)


def test_float32_stays_float32(rng):
    x, w, b = (rng.normal(size=shape).astype(np.float32) for shape in ((4, 6), (6, 5), 5))
    out, cache = layer_utils.affine_relu_forward(x, w, b)
    _, dscores = layers.softmax_loss(out, np.array([0, 4, 2, 1]))
    for array in (out, dscores, *layer_utils.affine_relu_backward(dscores, cache)):
        assert array.dtype == np.float32
