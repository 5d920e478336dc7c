"""conv_backward_naive: the three gradients of a convolution."""

import numpy as np
import pytest

from autograder.checks import assert_close

NAMES = ("dx", "dw", "db")


def _worth(points):
    return pytest.mark.grade("conv_backward", points=points)


class Problem:
    """Images (n, *shape), filters (F, HH, WW) of as many channels, biases, and how they meet.

    Attributes:
        inputs: x, w and b.
        dout: the upstream gradient, shaped like what a reference gives.
    """

    def __init__(self, reference, rng, n, shape, filters, stride=1, pad=0, dtype=np.float64):
        channels, (number, *size) = shape[0], filters
        shapes = (n, *shape), (number, channels, *size), (number,)
        self.inputs = [rng.standard_normal(each).astype(dtype) for each in shapes]
        self._param = {"stride": stride, "pad": pad}
        out, _ = self.forward(reference)
        self.dout = rng.standard_normal(out.shape).astype(dtype)

    def forward(self, package):
        """What a package's forward pass returns."""
        inputs = (value.copy() for value in self.inputs)
        return package.conv_layers.conv_forward_naive(*inputs, dict(self._param))

    def gradients(self, package, cache):
        """A package's gradients, by name."""
        gradients = package.conv_layers.conv_backward_naive(self.dout.copy(), cache)
        return dict(zip(NAMES, gradients, strict=True))


@pytest.fixture
def problem(reference, rng):
    """A function: a problem of given sizes, as Problem has them."""
    return lambda *args, **kwargs: Problem(reference, rng, *args, **kwargs)


@pytest.fixture
def assert_right(nndl, reference):
    """A function: assert that gradients of a problem are right, those named, or all."""

    def check(problem, *names, note=""):
        gradients, expected = (
            problem.gradients(each, problem.forward(each)[1]) for each in (nndl, reference)
        )
        _compare(gradients, expected, problem, names or NAMES, note)

    return check


def _compare(gradients, expected, problem, names, note):
    # dx sums over filters and a window, dw and db over all pixels of dout.
    terms = max(problem.dout.size, problem.inputs[1].size)
    for name in names:
        assert_close(gradients[name], expected[name], name + note, terms=terms)


def _square(problem):
    """Windows of nine pixels, one pixel of zeros around each image."""
    return problem(3, (2, 5, 5), (4, 3, 3), pad=1)


@_worth(3)
def test_dx_is_right(problem, assert_right):
    assert_right(_square(problem), "dx")


@_worth(3)
def test_dw_is_right(problem, assert_right):
    assert_right(_square(problem), "dw")


@_worth(2)
def test_db_is_right(problem, assert_right):
    assert_right(_square(problem), "db")


@_worth(2)
def test_gradients_are_right_without_padding(problem, assert_right):
    assert_right(problem(2, (3, 6, 6), (2, 3, 3)), note=" with pad 0")


@_worth(1)
def test_gradients_are_right_with_more_padding(problem, assert_right):
    assert_right(problem(2, (2, 4, 4), (3, 3, 3), pad=2), note=" with pad 2")


@_worth(1.25)
@pytest.mark.parametrize(
    ("side", "size", "stride"), [(7, 3, 2), (6, 2, 3)], ids=["overlapping", "apart"]
)
def test_gradients_are_right_with_strides(problem, assert_right, side, size, stride):
    given = problem(2, (2, side, side), (3, size, size), stride, pad=1)
    assert_right(given, note=f" with stride {stride}")


@_worth(0.75)
@pytest.mark.parametrize("shape", [(2, 4, 7), (2, 8, 5)], ids=["wide", "high"])
def test_gradients_are_right_for_images_that_are_not_square(problem, assert_right, shape):
    assert_right(problem(2, shape, (3, 3, 3), pad=1), note=" of images not square")


@_worth(0.75)
def test_gradients_are_right_for_filters_that_are_not_square(problem, assert_right):
    assert_right(problem(2, (2, 6, 6), (3, 2, 4), pad=1), note=" of filters not square")


@_worth(0.25)
@pytest.mark.parametrize(
    ("n", "channels", "filters"),
    [(1, 2, (3, 3, 3)), (2, 1, (3, 3, 3)), (2, 3, (1, 3, 3)), (2, 3, (4, 1, 1))],
    ids=["image", "channel", "filter", "pixel"],
)
def test_gradients_are_right_for_only_one(problem, assert_right, n, channels, filters):
    assert_right(problem(n, (channels, 5, 5), filters, pad=1))


@_worth(0.5)
def test_gradients_are_right_in_single_precision(problem, assert_right):
    given = problem(2, (3, 5, 7), (2, 3, 3), stride=2, pad=1, dtype=np.float32)
    assert_right(given, note=" in float32")


@_worth(0.75)
def test_each_cache_belongs_to_its_own_forward_pass(nndl, reference, problem):
    both = [problem(2, (2, 5, 5), (3, 3, 3), pad=1), problem(3, (2, 4, 6), (2, 3, 3))]
    results = []
    for package in (nndl, reference):
        caches = [each.forward(package)[1] for each in both]
        results.append(
            [each.gradients(package, cache) for each, cache in zip(both, caches, strict=True)]
        )
    for each, gradients, expected in zip(both, *results, strict=True):
        _compare(gradients, expected, each, NAMES, " of one of two layers")
