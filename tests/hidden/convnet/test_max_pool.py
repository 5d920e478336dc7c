"""max_pool_forward_naive and max_pool_backward_naive, without ties in any window."""

import numpy as np
import pytest

from autograder.checks import assert_close

SEPARATE = (2, 2, 2)  # the height of a window, its width, and the stride
OVERLAPPING = pytest.mark.parametrize(
    ("side", "pool"), [(7, (3, 3, 2)), (5, (2, 2, 1))], ids=["every second", "every"]
)
WINDOWS = pytest.mark.parametrize(
    ("shape", "pool"), [((2, 4, 6), (2, 3, 1)), ((2, 6, 4), (4, 2, 2))], ids=["wide", "high"]
)
IMAGES = pytest.mark.parametrize("shape", [(2, 4, 8), (2, 6, 2)], ids=["wide", "high"])


def _forward_worth(points):
    return pytest.mark.grade("max_pool_forward", points=points)


def _backward_worth(points):
    return pytest.mark.grade("max_pool_backward", points=points)


class Problem:
    """Images (n, *shape) no two pixels of which are alike, and how they are pooled.

    Attributes:
        x: the images.
    """

    def __init__(self, reference, rng, n, shape, pool, dtype=np.float64):
        ranks = rng.permutation(n * int(np.prod(shape))).reshape(n, *shape)
        x = (ranks - ranks.mean() + rng.uniform(-0.3, 0.3, ranks.shape)) / 10
        self.x = x.astype(dtype)
        self._param = dict(zip(("pool_height", "pool_width", "stride"), pool, strict=True))
        out, _ = self.forward(reference)
        self._dout = rng.standard_normal(out.shape).astype(dtype)

    def forward(self, package):
        """What a package's forward pass returns."""
        return package.conv_layers.max_pool_forward_naive(self.x.copy(), dict(self._param))

    def gradient(self, package, cache):
        """A package's dx."""
        return package.conv_layers.max_pool_backward_naive(self._dout.copy(), cache)


@pytest.fixture
def problem(reference, rng):
    """A function: a problem of given sizes, as Problem has them."""
    return lambda *args, **kwargs: Problem(reference, rng, *args, **kwargs)


@pytest.fixture
def assert_out(nndl, reference):
    """A function: assert that what comes out of a problem's forward pass is right."""

    def check(problem, what="out"):
        out, expected = (problem.forward(each)[0] for each in (nndl, reference))
        assert_close(out, expected, what, terms=1)

    return check


@pytest.fixture
def assert_dx(nndl, reference):
    """A function: assert that a problem's gradient is right."""

    def check(problem, what="dx"):
        dx, expected = (
            problem.gradient(each, problem.forward(each)[1]) for each in (nndl, reference)
        )
        assert_close(dx, expected, what, terms=9)

    return check


@_forward_worth(2.5)
def test_out_of_pooling_is_right(problem, assert_out):
    assert_out(problem(3, (2, 6, 6), SEPARATE))


@_forward_worth(0.75)
@OVERLAPPING
def test_out_of_pooling_is_right_where_windows_overlap(problem, assert_out, side, pool):
    assert_out(problem(2, (2, side, side), pool), "out of overlapping windows")


@_forward_worth(0.25)
def test_out_of_pooling_is_right_where_windows_lie_apart(problem, assert_out):
    assert_out(problem(2, (2, 8, 8), (2, 2, 3)), "out of windows apart")


@_forward_worth(0.5)
@WINDOWS
def test_out_of_pooling_is_right_for_windows_that_are_not_square(problem, assert_out, shape, pool):
    assert_out(problem(2, shape, pool), "out of windows not square")


@_forward_worth(0.5)
@IMAGES
def test_out_of_pooling_is_right_for_images_that_are_not_square(problem, assert_out, shape):
    assert_out(problem(2, shape, SEPARATE), "out of images not square")


@_forward_worth(0.5)
def test_out_of_pooling_is_right_for_negative_images(problem, assert_out):
    given = problem(2, (2, 4, 4), SEPARATE)
    given.x -= given.x.max() + 1
    assert_out(given, "out of negative images")


@_forward_worth(0.25)
@pytest.mark.parametrize(
    ("n", "shape", "pool"),
    [(1, (2, 4, 4), SEPARATE), (2, (1, 4, 4), SEPARATE), (2, (3, 3, 3), (3, 3, 1))],
    ids=["image", "channel", "window"],
)
def test_out_of_pooling_is_right_for_only_one(problem, assert_out, n, shape, pool):
    assert_out(problem(n, shape, pool))


@_forward_worth(0.25)
def test_out_of_pooling_is_right_in_single_precision(problem, assert_out):
    assert_out(problem(2, (2, 6, 4), SEPARATE, np.float32), "out in float32")


@_forward_worth(0.25)
def test_pooling_leaves_images_alone(nndl, problem, assert_out):
    assert_out(problem(2, (2, 4, 4), SEPARATE))
    assert 0 not in nndl.overwritten, "x changed during the call; leave it as it is"


@_backward_worth(3)
def test_dx_of_pooling_is_right(problem, assert_dx):
    assert_dx(problem(3, (2, 6, 6), SEPARATE))


@_backward_worth(1.25)
@OVERLAPPING
def test_dx_of_pooling_is_right_where_windows_overlap(problem, assert_dx, side, pool):
    assert_dx(problem(2, (2, side, side), pool), "dx of overlapping windows")


@_backward_worth(0.5)
def test_dx_of_pooling_is_right_where_windows_lie_apart(problem, assert_dx):
    assert_dx(problem(2, (2, 8, 8), (2, 2, 3)), "dx of windows apart")


@_backward_worth(0.75)
@WINDOWS
def test_dx_of_pooling_is_right_for_windows_that_are_not_square(problem, assert_dx, shape, pool):
    assert_dx(problem(2, shape, pool), "dx of windows not square")


@_backward_worth(0.5)
@IMAGES
def test_dx_of_pooling_is_right_for_images_that_are_not_square(problem, assert_dx, shape):
    assert_dx(problem(2, shape, SEPARATE), "dx of images not square")


@_backward_worth(0.25)
@pytest.mark.parametrize(
    ("n", "shape", "pool"),
    [(1, (2, 4, 4), SEPARATE), (2, (3, 3, 3), (3, 3, 1))],
    ids=["image", "window"],
)
def test_dx_of_pooling_is_right_for_only_one(problem, assert_dx, n, shape, pool):
    assert_dx(problem(n, shape, pool))


@_backward_worth(0.5)
def test_dx_of_pooling_is_right_in_single_precision(problem, assert_dx):
    assert_dx(problem(2, (2, 6, 4), SEPARATE, np.float32), "dx in float32")


@_backward_worth(0.5)
def test_each_cache_of_pooling_belongs_to_its_own_forward_pass(nndl, reference, problem):
    both = [problem(2, (2, 4, 4), SEPARATE), problem(3, (1, 6, 4), (2, 2, 1))]
    results = []
    for package in (nndl, reference):
        caches = [each.forward(package)[1] for each in both]
        results.append(
            [each.gradient(package, cache) for each, cache in zip(both, caches, strict=True)]
        )
    for dx, expected in zip(*results, strict=True):
        assert_close(dx, expected, "dx of one of two layers", terms=9)
