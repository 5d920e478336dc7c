"""Numerical gradients of functions whose gradients are known."""

import numpy as np
import pytest

from utils.gradient_check import (
    eval_numerical_gradient,
    eval_numerical_gradient_array,
    rel_error,
)


@pytest.fixture
def x():
    return np.random.default_rng(7).normal(size=(3, 2, 2))


def test_the_gradient_of_a_sum_of_cubes(x):
    numerical = eval_numerical_gradient(lambda x: np.sum(x**3), x, verbose=False)
    np.testing.assert_allclose(numerical, 3 * x**2, atol=1e-9)


def test_the_gradient_of_a_linear_map(x):
    matrix, df = np.arange(20.0).reshape(4, 5), np.array([[1.0, 2, 3, 4, 5]] * 3)
    numerical = eval_numerical_gradient_array(lambda x: x.reshape(3, 4) @ matrix, x, df)
    np.testing.assert_allclose(numerical, (df @ matrix.T).reshape(x.shape), atol=1e-7)


def test_a_function_may_ignore_its_argument_and_read_the_array_itself(x):
    numerical = eval_numerical_gradient(lambda _: np.sum(np.sin(x)), x, verbose=False)
    np.testing.assert_allclose(numerical, np.cos(x), atol=1e-9)
    numerical = eval_numerical_gradient_array(lambda _: np.sin(x), x, np.ones_like(x))
    np.testing.assert_allclose(numerical, np.cos(x), atol=1e-9)


def test_a_function_may_return_its_argument(x):
    numerical = eval_numerical_gradient_array(lambda x: x, x, 2 * np.ones_like(x))
    np.testing.assert_allclose(numerical, 2 * np.ones_like(x))


def test_the_array_is_put_back_to_the_last_bit(x):
    x[0, 0, 0] = 1e-20  # adding h and taking it away again would lose it
    before = x.copy()
    eval_numerical_gradient(np.sum, x, verbose=False)
    eval_numerical_gradient_array(np.exp, x, x.copy())
    np.testing.assert_array_equal(x, before)


def test_h_is_the_step_to_either_side():
    x = np.array([0.0])
    numerical = eval_numerical_gradient(lambda x: x[0] ** 3, x, verbose=False, h=0.5)
    np.testing.assert_allclose(numerical, [0.25])  # ((1/2)**3 - (-1/2)**3) / 1


def test_only_verbose_prints(x, capsys):
    eval_numerical_gradient(np.sum, x, verbose=False)
    assert capsys.readouterr().out == ""
    eval_numerical_gradient(np.sum, x)
    assert len(capsys.readouterr().out.splitlines()) == x.size


def test_the_relative_error_is_of_the_largest_value_and_absolute_where_all_are_small():
    assert rel_error([100.0, 2.0], [100.0, 1.0]) == pytest.approx(0.01)
    assert rel_error([1e-9, 0.0], [0.0, 0.0]) == pytest.approx(1e-9)
    with pytest.raises(AssertionError, match=r"\(2,\) and \(1, 2\)"):
        rel_error([1.0, 2.0], [[1.0, 2.0]])
