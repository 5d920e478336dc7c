"""dropout_backward: the gradient goes where activations went, scaled as they were."""

import numpy as np
import pytest

from autograder.checks import as_array, assert_close, assert_share


def _worth(points):
    return pytest.mark.grade("dropout_backward", points=points)


def _problem(rng, shape, mode="train", p=None):
    """x, dout, and a dropout_param with a seed."""
    x, dout = rng.uniform(1, 2, shape), rng.standard_normal(shape)
    p = rng.uniform(0.3, 0.7) if p is None else p
    return x, dout, {"mode": mode, "p": p, "seed": int(rng.integers(2**31))}


def _forward(package, x, param):
    return package.layers.dropout_forward(x, dict(param))


def _compare(reference, problem, out, dx, what="dx"):
    """Compare dx with the reference's; if others were kept than the seed says, by which those were.

    Which are kept with a seed is the forward pass's business.
    """
    x, dout, param = problem
    p = param["p"]
    ours, cache = _forward(reference, x, param)
    kept = as_array(out, x.shape, "out") != 0
    if np.array_equal(kept, ours != 0):
        expected = reference.layers.dropout_backward(dout, cache)
    else:
        assert_share(kept, p, "an activation is kept in the forward pass")
        expected = dout * kept / p
    assert_close(dx, expected, what, terms=1)


def _check(nndl, reference, problem, what="dx"):
    x, dout, param = problem
    out, cache = _forward(nndl, x, param)
    dx = nndl.layers.dropout_backward(dout, cache)
    _compare(reference, problem, out, dx, what)


@_worth(2)
@pytest.mark.parametrize("p", [0.25, 0.8], ids=["few kept", "most kept"])
def test_dx_is_right(nndl, reference, rng, p):
    _check(nndl, reference, _problem(rng, (40, 30), p=p))


@_worth(1)
@pytest.mark.parametrize(
    "shape", [(300,), (6, 4, 11), (5, 3, 6, 4)], ids=["one axis", "three axes", "four axes"]
)
def test_dx_is_right_for_any_shape(nndl, reference, rng, shape):
    _check(nndl, reference, _problem(rng, shape))


@_worth(3)
def test_dx_is_right_after_a_pass_in_test_mode(nndl, reference, rng):
    _check(nndl, reference, _problem(rng, (20, 15), mode="test"), "dx when testing")


@_worth(2)
def test_each_cache_belongs_to_its_own_forward_pass(nndl, reference, rng):
    problems = [_problem(rng, (20, 15)) for _ in range(2)]
    passes = [_forward(nndl, x, param) for x, _, param in problems]
    for problem, (out, cache) in zip(problems, passes, strict=True):
        dx = nndl.layers.dropout_backward(problem[1], cache)
        _compare(reference, problem, out, dx, "dx of one of two layers")


@_worth(2)
def test_without_a_seed_the_gradient_goes_where_activations_went(nndl, rng):
    x, dout = rng.uniform(1, 2, (2, 60, 50))
    out, cache = nndl.layers.dropout_forward(x, {"mode": "train", "p": 0.6})
    kept = as_array(out, x.shape, "out") != 0
    dx = as_array(nndl.layers.dropout_backward(dout, cache), x.shape, "dx")
    assert kept.any(), "everything is dropped"
    assert ((dx != 0) == kept).all(), "dx is zero elsewhere than out"


@_worth(1)
def test_dout_is_left_as_it_was(nndl, reference, rng):
    problem = _problem(rng, (20, 15))
    x, dout, param = problem
    out, cache = _forward(nndl, x, param)
    dx = nndl.layers.dropout_backward(dout, cache)
    assert not nndl.overwritten, "dout changed during the call; leave it as it is"
    _compare(reference, problem, out, dx)
