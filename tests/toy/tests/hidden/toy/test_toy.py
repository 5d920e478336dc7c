"""All that the toy assignment asks for."""

import numpy as np
import pytest

from autograder.checks import assert_close


@pytest.fixture
def problem(rng):
    """x, w and dout."""
    return rng.standard_normal((12, 5)), rng.uniform(0.5, 2, 5), rng.standard_normal((12, 5))


def backward(package, problem):
    *inputs, dout = problem
    return package.layers.scale_backward(dout, package.layers.scale_forward(*inputs)[1])


@pytest.mark.grade("scale_forward", points=2)
def test_out_is_right(nndl, reference, problem):
    out, expected = (each.layers.scale_forward(*problem[:2])[0] for each in (nndl, reference))
    assert_close(out, expected, "out", terms=1)


@pytest.mark.grade("scale_forward", points=1)
def test_inputs_are_left_as_they_were(nndl, reference, problem):
    x, w, _ = problem
    before = x.copy(), w.copy()
    out, expected = (each.layers.scale_forward(x, w)[0] for each in (nndl, reference))
    assert_close(out, expected, "out", terms=1)
    assert np.array_equal(x, before[0]) and np.array_equal(w, before[1]), "x or w has changed"


@pytest.mark.grade("scale_backward", points=2)
def test_dx_is_right(nndl, reference, problem):
    dx, expected = (backward(each, problem)[0] for each in (nndl, reference))
    assert_close(dx, expected, "dx", terms=1)


@pytest.mark.grade("scale_backward", points=3)
def test_dw_is_right(nndl, reference, problem):
    dw, expected = (backward(each, problem)[1] for each in (nndl, reference))
    assert_close(dw, expected, "dw", terms=12)


@pytest.mark.grade("net", points=1)
def test_the_loss_is_right(nndl, reference, problem):
    x, w, y = problem
    value, expected = (each.net.loss(x, y, w)[0] for each in (nndl, reference))
    assert_close(value, expected, "loss", terms=60)


@pytest.mark.grade("net", points=1)
def test_the_gradient_of_the_loss_is_right(nndl, reference, problem):
    x, w, y = problem
    dw, expected = (each.net.loss(x, y, w)[1] for each in (nndl, reference))
    assert_close(dw, expected, "dw", terms=12, condition=10)
