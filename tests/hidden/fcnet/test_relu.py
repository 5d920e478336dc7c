"""Relu: what is positive passes, forward and backward, in arrays of any shape.

No input is zero, where relu has no derivative.
"""

import numpy as np
import pytest

from autograder.checks import assert_close

SHAPES = [(40,), (1, 9), (6, 2, 5), (3, 2, 4, 5)]
SHAPES_ARE = ["one dimension", "one row", "three dimensions", "four dimensions"]


def _worth(points):
    return pytest.mark.grade("relu", points=points)


def _away_from_zero(rng, shape):
    """Activations, some positive and some negative, none nearer to zero than 0.05."""
    values = rng.standard_normal(shape)
    values += 0.05 * np.sign(values)
    values.flat[:2] = 1.5, -0.7
    return values


@pytest.fixture
def assert_out(nndl, reference):
    """A function: assert that out is right."""

    def check(x):
        expected, _ = reference.layers.relu_forward(x)
        out, _ = nndl.layers.relu_forward(x.copy())
        assert_close(out, expected, "out", terms=1)

    return check


@pytest.fixture
def assert_dx(nndl, reference):
    """A function: assert that dx is right for the forward passes of several arrays."""

    def check(*problems):
        layers = nndl.layers, reference.layers
        caches = [[each.relu_forward(x.copy())[1] for x, _ in problems] for each in layers]
        for (_, dout), cache, ours in zip(problems, *caches, strict=True):
            dx = nndl.layers.relu_backward(dout.copy(), cache)
            assert_close(dx, reference.layers.relu_backward(dout, ours), "dx", terms=1)

    return check


@_worth(2)
def test_out_is_right(rng, assert_out):
    assert_out(_away_from_zero(rng, (12, 7)))


@_worth(0.5)
@pytest.mark.parametrize("shape", SHAPES, ids=SHAPES_ARE)
def test_out_is_right_for_other_shapes(rng, assert_out, shape):
    assert_out(_away_from_zero(rng, shape))


@_worth(3)
def test_dx_is_right(rng, assert_dx):
    assert_dx((_away_from_zero(rng, (12, 7)), rng.standard_normal((12, 7))))


@_worth(0.5)
@pytest.mark.parametrize("shape", SHAPES, ids=SHAPES_ARE)
def test_dx_is_right_for_other_shapes(rng, assert_dx, shape):
    assert_dx((_away_from_zero(rng, shape), rng.standard_normal(shape)))


@_worth(1)
def test_each_cache_belongs_to_its_own_forward_pass(rng, assert_dx):
    shape = 8, 5
    assert_dx(*((_away_from_zero(rng, shape), rng.standard_normal(shape)) for _ in range(2)))
