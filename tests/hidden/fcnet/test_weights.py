"""What the parameters of a FullyConnectedNet are when it is made.

Weights are drawn, so they are asked for what follows from how, with six standard deviations for
chance; never for their values. All nets have a seed: a diagnosis can draw again what they drew.
"""

from itertools import pairwise

import numpy as np
import pytest

from autograder.checks import as_array, assert_share

DEVIATIONS = 6  # chance goes further once in 500 million times


def _worth(points):
    return pytest.mark.grade("fcnet_init", points=points)


def _seed(rng):
    return int(rng.integers(2**31))


def _net(package, dims, seed, weight_scale=1e-2):
    input_dim, *hidden_dims, num_classes = dims
    return package.fc_net.FullyConnectedNet(
        hidden_dims,
        input_dim=input_dim,
        num_classes=num_classes,
        weight_scale=weight_scale,
        dtype=np.float64,
        seed=seed,
    )


def _read(net, kind, dims):
    """The weights ("W") or biases ("b") of every layer; all are read before any is looked at."""
    shapes = [*pairwise(dims)] if kind == "W" else [(width,) for width in dims[1:]]
    names = [f"{kind}{layer}" for layer in range(1, len(dims))]
    present = net.params.keys()
    values = {name: net.params[name] for name in names if name in present}
    for name in names:
        assert name in present, f'params has no "{name}"'
    return {
        name: as_array(values[name], shape, f'params["{name}"]')
        for name, shape in zip(names, shapes, strict=True)
    }


def _assert_spread(weights, scale, name):
    """Assert that weights have mean zero and the scale for standard deviation."""
    ratio, allowed = weights.std() / scale, DEVIATIONS / np.sqrt(2 * weights.size)
    assert abs(ratio - 1) <= allowed, (
        f"the standard deviation of {name} is {ratio:.3g} times the weight scale, and chance "
        f"explains {100 * allowed:.1g} % more or less"
    )
    mean, allowed = weights.mean() / scale, DEVIATIONS / np.sqrt(weights.size)
    assert abs(mean) <= allowed, (
        f"the mean of {name} is {mean:.2g} times the weight scale, where chance explains "
        f"{allowed:.1g}"
    )


@_worth(0.5)
@pytest.mark.parametrize(
    "dims", [(8, 7, 6, 4), (5, 9, 2), (4, 3, 8, 3, 7, 6)], ids=["two", "one", "four"]
)
def test_every_layer_has_weights_and_biases_and_nothing_else_has(nndl, rng, dims):
    net = _net(nndl, dims, _seed(rng))
    names = sorted(str(name) for name in net.params.keys())  # noqa: SIM118
    expected = sorted(f"{kind}{layer}" for kind in "Wb" for layer in range(1, len(dims)))
    assert names == expected, f"params should hold {expected}, but holds {names}"
    for kind in "Wb":
        _read(net, kind, dims)


@_worth(1)
def test_weights_are_matrices_and_biases_are_vectors(nndl, rng):
    dims = 8, 7, 6, 4
    net = _net(nndl, dims, _seed(rng))
    for kind in "Wb":
        for name, value in _read(net, kind, dims).items():
            shape = np.shape(net.params[name])
            assert shape == value.shape, (
                f'params["{name}"] should have shape {value.shape}, but has {shape}'
            )


@_worth(1.25)
@pytest.mark.parametrize("weight_scale", [3e-3, 0.7], ids=["small", "large"])
def test_weights_of_every_layer_spread_by_the_weight_scale(nndl, rng, weight_scale):
    dims = 200, 150, 120, 80
    net = _net(nndl, dims, _seed(rng), weight_scale)
    for name, weights in _read(net, "W", dims).items():
        _assert_spread(weights, weight_scale, name)


@_worth(1)
def test_weights_are_drawn_from_a_normal_distribution(nndl, rng):
    dims = 150, 120, 100, 90
    net = _net(nndl, dims, _seed(rng), weight_scale=0.2)
    for name, weights in _read(net, "W", dims).items():
        size = np.abs(weights) / 0.2
        assert_share(size < 1, 0.682689, f"a weight of {name} is within one weight scale of zero")
        assert_share(size < 2, 0.954500, f"a weight of {name} is within two weight scales of zero")


@_worth(1)
def test_every_weight_is_drawn_apart_from_the_others(nndl, rng):
    dims = 120, 120, 120, 120
    net = _net(nndl, dims, _seed(rng))
    signs = {name: weights > 0 for name, weights in _read(net, "W", dims).items()}
    for (one, first), (other, second) in pairwise(signs.items()):
        assert_share(first == second, 0.5, f"a weight of {one} has the sign of that of {other}")
    assert_share(signs["W1"] == signs["W3"], 0.5, "a weight of W1 has the sign of that of W3")
    for name, sign in signs.items():
        alike = sign[::2] == sign[1::2]
        assert_share(alike, 0.5, f"neighbours in a column of {name} have the same sign")
        alike = sign[:, ::2] == sign[:, 1::2]
        assert_share(alike, 0.5, f"neighbours in a row of {name} have the same sign")


@_worth(1)
def test_biases_start_at_zero(nndl, rng):
    dims = 8, 7, 6, 4
    net = _net(nndl, dims, _seed(rng))
    for name, biases in _read(net, "b", dims).items():
        assert not biases.any(), f"{name} should start at 0 everywhere"


@_worth(1)
def test_a_seed_makes_the_weights_repeatable(nndl, rng):
    dims = 9, 8, 7, 5
    seed = _seed(rng)
    first, again, other = (
        _read(_net(nndl, dims, each), "W", dims) for each in (seed, seed, _seed(rng))
    )
    for name, weights in first.items():
        assert np.array_equal(again[name], weights), f"{name} differs in two nets of one seed"
        assert not np.any(other[name] == weights), f"{name} is the same in nets of two seeds"


@_worth(1)
def test_what_is_not_said_is_as_the_docstring_says(nndl, rng):
    net = nndl.fc_net.FullyConnectedNet([20, 100], seed=_seed(rng))
    for name, weights in _read(net, "W", (3 * 32 * 32, 20, 100, 10)).items():
        _assert_spread(weights, 1e-2, name)
