"""dropout_forward: which activations are kept, what they are then, and testing.

With a seed the docstring says which are kept; without one, only how often. There, of what a
student's code returned nothing is taken but what it drew, the zeros.
"""

import numpy as np
import pytest

from autograder.checks import StudentError, as_array, assert_close, assert_share

ANY_SHAPE = pytest.mark.parametrize(
    "shape", [(4000,), (40, 5, 20), (20, 3, 10, 8)], ids=["one axis", "three axes", "four axes"]
)


def _worth(points):
    return pytest.mark.grade("dropout_forward", points=points)


def _training(p, **more):
    return {"mode": "train", "p": p, **more}


def _seed(rng):
    return int(rng.integers(2**31))


def _compare_with_seed(nndl, reference, x, p, seed):
    out, _ = nndl.layers.dropout_forward(x, _training(p, seed=seed))
    expected, _ = reference.layers.dropout_forward(x, _training(p, seed=seed))
    assert_close(out, expected, "out with a seed, by which it is known what is kept,", terms=1)


def _draw(nndl, x, p):
    """What a call without a seed returns, and what it keeps: of an x without zeros, no zero."""
    out, _ = nndl.layers.dropout_forward(x, _training(p))
    out = as_array(out, x.shape, "out")
    kept = out != 0
    assert kept.any(), "everything is dropped"
    assert p == 1 or not kept.all(), "nothing is dropped"
    return out, kept


def _assert_scaled(nndl, x, p):
    out, kept = _draw(nndl, x, p)
    assert_close(out, x * kept / p, "what is kept", terms=1)
    return kept


def _positive(rng, *shape):
    return rng.uniform(1, 2, shape)


@_worth(1)
@pytest.mark.parametrize("p", [0.15, 0.5, 0.85], ids=["few kept", "half kept", "most kept"])
def test_with_a_seed_out_is_right(nndl, reference, rng, p):
    _compare_with_seed(nndl, reference, rng.standard_normal((40, 30)), p, _seed(rng))


@_worth(1)
@pytest.mark.parametrize(
    "shape", [(300,), (6, 4, 11), (5, 3, 6, 4)], ids=["one axis", "three axes", "four axes"]
)
def test_with_a_seed_out_is_right_for_any_shape(nndl, reference, rng, shape):
    x = rng.standard_normal(shape)
    _compare_with_seed(nndl, reference, x, rng.uniform(0.3, 0.45), _seed(rng))


@_worth(5)
def test_what_is_kept_is_scaled_so_that_the_mean_stays(nndl, rng):
    for p in (rng.uniform(0.2, 0.4), rng.uniform(0.6, 0.8)):
        _assert_scaled(nndl, _positive(rng, 200, 100), p)


@_worth(1)
@pytest.mark.parametrize("p", [0.3, 0.6, 0.85], ids=["few kept", "more kept", "most kept"])
def test_as_many_are_kept_as_p_says(nndl, rng, p):
    _, kept = _draw(nndl, _positive(rng, 2, 10_000), p)
    assert_share(kept, p, "an activation is kept")


@_worth(4)
def test_each_activation_has_a_draw_of_its_own(nndl, rng):
    p = rng.uniform(0.2, 0.4)
    _, kept = _draw(nndl, _positive(rng, 200, 100), p)
    alike = p**2 + (1 - p) ** 2
    assert_share(kept[::2] == kept[1::2], alike, "neighbours in a column fare alike")
    assert_share(kept[:, ::2] == kept[:, 1::2], alike, "neighbours in a row fare alike")


@_worth(2)
def test_each_call_without_a_seed_draws_anew(nndl, rng):
    p, x = rng.uniform(0.2, 0.4), _positive(rng, 200, 100)
    (_, first), (_, second) = (_draw(nndl, x, p) for _ in range(2))
    assert_share(first == second, p**2 + (1 - p) ** 2, "an activation fares alike in two calls")


@_worth(1)
@ANY_SHAPE
def test_without_a_seed_activations_of_any_shape_are_dropped_one_by_one(nndl, rng, shape):
    p = rng.uniform(0.2, 0.4)
    kept = _assert_scaled(nndl, _positive(rng, *shape), p)
    alike = p**2 + (1 - p) ** 2
    assert_share(kept[::2] == kept[1::2], alike, "neighbours along the first axis fare alike")
    assert_share(
        kept[..., ::2] == kept[..., 1::2], alike, "neighbours along the last axis fare alike"
    )


@_worth(4)
@pytest.mark.parametrize("shape", [(40, 30), (5, 3, 6, 4)], ids=["two axes", "four axes"])
def test_when_testing_activations_stay_as_they_are(nndl, reference, rng, shape):
    x, seed = rng.standard_normal(shape), _seed(rng)
    for p in (0.35, 0.8):
        testing = {"mode": "test", "p": p, "seed": seed}
        out, _ = nndl.layers.dropout_forward(x, dict(testing))
        expected, _ = reference.layers.dropout_forward(x, dict(testing))
        assert_close(out, expected, "out when testing", terms=1)


@_worth(1)
def test_with_a_keep_ratio_of_one_nothing_is_dropped(nndl, rng):
    x = _positive(rng, 40, 30)
    _assert_scaled(nndl, x, 0.5)  # of what drops nothing at all the rest is no merit
    try:
        _assert_scaled(nndl, x, 1)
    except StudentError as error:
        if error.kind != "ZeroDivisionError":
            raise
        # Where numpy's numbers become infinite, Python's raise: the same mistake ends alike.
        raise AssertionError(f"with p = 1: {error}") from None


@_worth(1)
def test_float32_activations_are_dropped_as_well(nndl, rng):
    _assert_scaled(nndl, _positive(rng, 40, 30).astype(np.float32), 0.4)


@_worth(2)
def test_x_is_left_as_it_was(nndl, rng):
    x = _positive(rng, 40, 30)
    _assert_scaled(nndl, x, 0.4)
    assert not nndl.overwritten, "x changed during the call; leave inputs as they are"
    nndl.layers.dropout_forward(x, {"mode": "test", "p": 0.4})
    assert not nndl.overwritten, "x changed when testing; leave inputs as they are"
