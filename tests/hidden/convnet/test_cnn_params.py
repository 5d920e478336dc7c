"""What the parameters of a ThreeLayerConvNet are when it is made.

Weights are drawn, so they are asked for what follows from how, with six standard deviations for
chance; never for their values. All nets have a seed: a diagnosis can draw again what they drew.
"""

from itertools import combinations
from typing import NamedTuple

import numpy as np
import pytest

from autograder.checks import as_array, assert_share

DEVIATIONS = 6  # chance goes further once in 500 million times


class Sizes(NamedTuple):
    """The sizes of a net, as its constructor names them."""

    input_dim: tuple = (2, 8, 8)
    num_filters: int = 4
    filter_size: int = 3
    hidden_dim: int = 6
    num_classes: int = 5

    def shapes(self):
        """What every parameter's shape should be, by name."""
        channels, height, width = self.input_dim
        filters = self.num_filters, channels, self.filter_size, self.filter_size
        pooled = self.num_filters * (height // 2) * (width // 2)
        weights = filters, (pooled, self.hidden_dim), (self.hidden_dim, self.num_classes)
        biases = (self.num_filters,), (self.hidden_dim,), (self.num_classes,)
        return {
            f"{kind}{layer}": shape
            for kind, shapes in (("W", weights), ("b", biases))
            for layer, shape in enumerate(shapes, start=1)
        }


MANY = Sizes((5, 12, 8), 40, 7, 100, 80)  # eight thousand weights or more in each layer


def _worth(points):
    return pytest.mark.grade("cnn_loss", points=points)


def _seed(rng):
    return int(rng.integers(2**31))


def _net(package, sizes, seed, weight_scale=1e-2):
    options = {"weight_scale": weight_scale, "dtype": np.float64, "seed": seed}
    return package.cnn.ThreeLayerConvNet(**sizes._asdict(), **options)


def _read(net, sizes, kinds="Wb"):
    """The parameters of some kinds, by name; all are read before any is looked at."""
    shapes = {name: shape for name, shape in sizes.shapes().items() if name[0] in kinds}
    present = net.params.keys()
    values = {name: net.params[name] for name in shapes if name in present}
    for name in shapes:
        assert name in present, f'params has no "{name}"'
    return {
        name: as_array(values[name], shape, f'params["{name}"]') for name, shape in shapes.items()
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
    "sizes",
    [Sizes(), Sizes((3, 4, 10), 5, 5), Sizes((1, 12, 6), 2, 1, 7, 3)],
    ids=["square", "wide", "high"],
)
def test_params_are_those_of_three_layers_for_images_of_any_size(nndl, rng, sizes):
    net = _net(nndl, sizes, _seed(rng))
    names = sorted(str(name) for name in net.params.keys())  # noqa: SIM118
    expected = sorted(sizes.shapes())
    assert names == expected, f"params should hold {expected}, but holds {names}"
    _read(net, sizes)


@_worth(0.25)
def test_biases_are_vectors(nndl, rng):
    net = _net(nndl, Sizes(), _seed(rng))
    for name, value in _read(net, Sizes()).items():
        shape = np.shape(net.params[name])
        assert shape == value.shape, (
            f'params["{name}"] should have shape {value.shape}, but has {shape}'
        )


@_worth(0.5)
@pytest.mark.parametrize("weight_scale", [3e-3, 0.7], ids=["small", "large"])
def test_weights_of_every_layer_spread_by_the_weight_scale(nndl, rng, weight_scale):
    net = _net(nndl, MANY, _seed(rng), weight_scale)
    for name, weights in _read(net, MANY, "W").items():
        _assert_spread(weights, weight_scale, name)


@_worth(0.5)
def test_weights_are_drawn_from_a_normal_distribution(nndl, rng):
    net = _net(nndl, MANY, _seed(rng), weight_scale=0.2)
    for name, weights in _read(net, MANY, "W").items():
        size = np.abs(weights) / 0.2
        assert_share(size < 1, 0.682689, f"a weight of {name} is within one weight scale of zero")
        assert_share(size < 2, 0.954500, f"a weight of {name} is within two weight scales of zero")


@_worth(0.25)
def test_every_weight_is_drawn_apart_from_the_others(nndl, rng):
    net = _net(nndl, MANY, _seed(rng))
    signs = {name: weights.ravel() > 0 for name, weights in _read(net, MANY, "W").items()}
    for (one, first), (other, second) in combinations(signs.items(), 2):
        shared = min(first.size, second.size)
        alike = first[:shared] == second[:shared]
        assert_share(alike, 0.5, f"a weight of {one} has the sign of that of {other}")
    for name, sign in signs.items():
        for apart in (1, MANY.hidden_dim, MANY.num_classes, MANY.filter_size**2):
            blocks = sign[: sign.size // (2 * apart) * 2 * apart].reshape(-1, 2, apart)
            alike = blocks[:, 0] == blocks[:, 1]
            assert_share(alike, 0.5, f"neighbours in {name} have the same sign")


@_worth(0.5)
def test_biases_start_at_zero(nndl, rng):
    net = _net(nndl, Sizes(), _seed(rng))
    for name, biases in _read(net, Sizes(), "b").items():
        assert not biases.any(), f"{name} should start at 0 everywhere"


@_worth(0.5)
def test_a_seed_makes_the_weights_repeatable(nndl, rng):
    seed = _seed(rng)
    first, again, other = (
        _read(_net(nndl, Sizes(), each), Sizes(), "W") for each in (seed, seed, _seed(rng))
    )
    for name, weights in first.items():
        assert np.array_equal(again[name], weights), f"{name} differs in two nets of one seed"
        assert not np.any(other[name] == weights), f"{name} is the same in nets of two seeds"


@_worth(0.5)
def test_what_is_not_said_is_as_the_docstring_says(nndl, rng):
    sizes = Sizes((3, 32, 32), 32, 7, 100, 10)
    net = nndl.cnn.ThreeLayerConvNet(seed=_seed(rng))
    for name, weights in _read(net, sizes, "W").items():
        _assert_spread(weights, 1e-3, name)
