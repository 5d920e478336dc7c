"""conv_forward_im2col and conv_backward_im2col: a convolution and its gradients.

They may be computed in any way: what is asked for is what the naive functions compute.
"""

import pytest

from autograder.checks import assert_close

NAMES = ("dx", "dw", "db")
STRIDES = pytest.mark.parametrize(
    ("side", "size", "stride"), [(7, 3, 2), (6, 2, 3)], ids=["overlapping", "apart"]
)
NOT_SQUARE = pytest.mark.parametrize(
    ("shape", "filters"),
    [((2, 4, 7), (3, 3, 3)), ((2, 8, 5), (3, 3, 3)), ((2, 6, 6), (3, 2, 4))],
    ids=["wide images", "high images", "filters"],
)


def _worth(points):
    return pytest.mark.grade("conv_im2col", points=points)


class Problem:
    """Images (n, *shape), filters (F, HH, WW) of as many channels, biases, and how they meet.

    Attributes:
        inputs: x, w and b.
        dout: the upstream gradient, shaped like what a reference gives.
    """

    def __init__(self, reference, rng, n, shape, filters, stride=1, pad=0):
        channels, (number, *size) = shape[0], filters
        shapes = (n, *shape), (number, channels, *size), (number,)
        self.inputs = [rng.standard_normal(each) for each in shapes]
        self._param = {"stride": stride, "pad": pad}
        out, _ = self.forward(reference)
        self.dout = rng.standard_normal(out.shape)

    def forward(self, package):
        """What a package's forward pass returns."""
        inputs = (value.copy() for value in self.inputs)
        return package.conv_layers.conv_forward_im2col(*inputs, dict(self._param))

    def gradients(self, package, cache):
        """A package's gradients, by name."""
        gradients = package.conv_layers.conv_backward_im2col(self.dout.copy(), cache)
        return dict(zip(NAMES, gradients, strict=True))


@pytest.fixture
def problem(reference, rng):
    """A function: a problem of given sizes, as Problem has them."""
    return lambda *args, **kwargs: Problem(reference, rng, *args, **kwargs)


@pytest.fixture
def assert_out(nndl, reference):
    """A function: assert that what comes out of a problem's forward pass is right."""

    def check(problem, note=""):
        out, expected = (problem.forward(each)[0] for each in (nndl, reference))
        assert_close(out, expected, f"out{note}", terms=problem.inputs[1][0].size)

    return check


@pytest.fixture
def assert_gradients(nndl, reference):
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


@_worth(1.5)
def test_out_of_im2col_is_right_without_padding(problem, assert_out):
    assert_out(problem(3, (2, 6, 6), (4, 3, 3)))


@_worth(0.5)
@pytest.mark.parametrize("pad", [1, 2])
def test_out_of_im2col_is_right_with_padding(problem, assert_out, pad):
    assert_out(problem(2, (2, 5, 5), (3, 3, 3), pad=pad), note=f" with pad {pad}")


@_worth(0.5)
@STRIDES
def test_out_of_im2col_is_right_with_strides(problem, assert_out, side, size, stride):
    given = problem(2, (2, side, side), (3, size, size), stride, pad=1)
    assert_out(given, note=f" with stride {stride}")


@_worth(0.5)
@NOT_SQUARE
def test_out_of_im2col_is_right_where_not_all_is_square(problem, assert_out, shape, filters):
    assert_out(problem(2, shape, filters, pad=1), note=" where not all is square")


@_worth(0.25)
@pytest.mark.parametrize(
    ("n", "channels", "filters"),
    [(1, 2, (3, 3, 3)), (2, 1, (3, 3, 3)), (2, 3, (1, 1, 1))],
    ids=["image", "channel", "pixel"],
)
def test_out_of_im2col_is_right_for_only_one(problem, assert_out, n, channels, filters):
    assert_out(problem(n, (channels, 5, 5), filters))


@_worth(0.25)
def test_im2col_leaves_images_alone(nndl, problem, assert_out):
    assert_out(problem(2, (2, 5, 5), (2, 3, 3), pad=1))
    assert 0 not in nndl.overwritten, "x changed during the call; leave it as it is"


@_worth(1.5)
def test_dx_of_im2col_is_right(problem, assert_gradients):
    assert_gradients(problem(3, (2, 5, 5), (4, 3, 3), pad=1), "dx")


@_worth(1.5)
def test_dw_of_im2col_is_right(problem, assert_gradients):
    assert_gradients(problem(3, (2, 5, 5), (4, 3, 3), pad=1), "dw")


@_worth(1)
def test_db_of_im2col_is_right(problem, assert_gradients):
    assert_gradients(problem(3, (2, 5, 5), (4, 3, 3), pad=1), "db")


@_worth(0.75)
def test_gradients_of_im2col_are_right_without_padding(problem, assert_gradients):
    assert_gradients(problem(2, (3, 6, 6), (2, 3, 3)), note=" with pad 0")


@_worth(0.25)
def test_gradients_of_im2col_are_right_with_more_padding(problem, assert_gradients):
    assert_gradients(problem(2, (2, 4, 5), (3, 3, 3), pad=3), note=" with pad 3")


@_worth(0.5)
@STRIDES
def test_gradients_of_im2col_are_right_with_strides(problem, assert_gradients, side, size, stride):
    given = problem(2, (2, side, side), (3, size, size), stride, pad=1)
    assert_gradients(given, note=f" with stride {stride}")


@_worth(0.5)
@NOT_SQUARE
def test_gradients_of_im2col_are_right_where_not_all_is_square(
    problem, assert_gradients, shape, filters
):
    assert_gradients(problem(2, shape, filters, pad=1), note=" where not all is square")


@_worth(0.5)
def test_each_cache_of_im2col_belongs_to_its_own_forward_pass(nndl, reference, problem):
    both = [problem(2, (2, 5, 5), (3, 3, 3), pad=1), problem(3, (2, 4, 6), (2, 3, 3))]
    results = []
    for package in (nndl, reference):
        caches = [each.forward(package)[1] for each in both]
        results.append(
            [each.gradients(package, cache) for each, cache in zip(both, caches, strict=True)]
        )
    for each, gradients, expected in zip(both, *results, strict=True):
        _compare(gradients, expected, each, NAMES, " of one of two layers")
