"""Checks of Exercises 3 and 4, on max pooling: `pytest -k Exercise3`."""

import numpy as np
import pytest

from nndl.conv_layers import max_pool_backward_naive, max_pool_forward_naive
from utils.convnet_checks import assert_close, assert_shape, close, is_right, returned
from utils.gradient_check import eval_numerical_gradient_array

# (N, C, H, W), pool_height, pool_width, stride; windows side by side, overlapping, and apart.
CASES = {
    "2 x 2 windows, stride 2": ((2, 3, 4, 6), 2, 2, 2),
    "2 x 3 windows, stride 1": ((2, 2, 4, 6), 2, 3, 1),
    "3 x 2 windows, stride 2": ((1, 2, 7, 4), 3, 2, 2),
    "1 x 2 windows, stride 3": ((2, 1, 4, 8), 1, 2, 3),
}


def drawn(case):
    """x of whole numbers, no two alike, some negative, and pool_param of one of the CASES."""
    shape, height, width, stride = CASES[case]
    count = int(np.prod(shape))
    x = np.random.RandomState(76).permutation(count).reshape(shape) - np.floor(0.7 * count)
    return x, {"pool_height": height, "pool_width": width, "stride": stride}


def pooled_shape(x, param):
    rows = 1 + (x.shape[2] - param["pool_height"]) // param["stride"]
    return *x.shape[:2], rows, 1 + (x.shape[3] - param["pool_width"]) // param["stride"]


def pooled(x, param):
    """out of your forward pass, if its shape is right."""
    out, cache = returned(max_pool_forward_naive, (x, param), ["out", "cache"])
    shape = pooled_shape(x, param)
    hint = ""
    if np.shape(out)[2:] == shape[:1:-1]:
        hint = ": height and width are swapped"
    assert_shape(out, shape, "out", f", for x of {x.shape} and {param}{hint}")
    return np.asarray(out), cache


class TestExercise3MaxPooling:
    def test_two_windows_worked_by_hand(self):
        x = np.array([[[[1.0, 7, 3, 4], [5, 2, 9, 0]]]])
        out, _ = pooled(x, {"pool_height": 2, "pool_width": 2, "stride": 2})
        assert_close(
            out,
            [[[[7.0, 9.0]]]],
            "for the image 1 7 3 4; 5 2 9 0 and 2 x 2 windows side by side, out is",
        )

    def test_windows_may_overlap(self):
        x = np.array([[[[1.0, 7, 3, 4], [5, 2, 9, 0]]]])
        out, _ = pooled(x, {"pool_height": 1, "pool_width": 2, "stride": 1})
        assert_close(
            out,
            [[[[7.0, 7, 4], [5, 9, 9]]]],
            "for the image 1 7 3 4; 5 2 9 0, windows of one row and two columns and stride 1, "
            "out is",
        )

    def test_the_largest_may_be_negative(self):
        x = -np.array([[[[1.0, 7], [5, 2], [3, 8]]]])
        out, _ = pooled(x, {"pool_height": 3, "pool_width": 1, "stride": 1})
        assert_close(
            out,
            [[[[-1.0, -2.0]]]],
            "for the image -1 -7; -5 -2; -3 -8 and windows of three rows and one column, out is",
        )

    @pytest.mark.parametrize("corner", ["upper left", "upper right", "lower left", "lower right"])
    @pytest.mark.parametrize("case", CASES)
    def test_images_that_are_not_square(self, case, corner):
        x, param = drawn(case)
        N, C, H, W = x.shape
        height, width, stride = (param[key] for key in ("pool_height", "pool_width", "stride"))
        # Pixels that grow towards one corner: there the largest of each window lies, too.
        down, right = ("lower" in corner), ("right" in corner)
        x = (np.arange(H)[:, None] * (1 if down else -1) * 10.0) + np.arange(W) * (
            1 if right else -1
        )
        x = x + 1000 * np.arange(-N * C, 0).reshape(N, C, 1, 1)
        top, left = (height - 1) * down, (width - 1) * right
        _, _, rows, columns = pooled_shape(x, param)
        expected = x[:, :, top::stride, left::stride][:, :, :rows, :columns]
        out, _ = pooled(x, param)
        assert close(out, expected), (
            f"with {case}, for {H} x {W} images whose pixels grow towards the {corner} corner, "
            f"out should be the {corner} pixel of each window. The first image gives "
            f"{out[0, 0].tolist()}, not {expected[0, 0].tolist()}{what_pool_tells(out, x, param)}"
        )


class TestExercise4BackwardPass:
    def test_a_pixel_that_two_windows_have_chosen(self):
        x = np.array([[[[1.0, 9, 2], [0, 3, 4]]]])
        _, cache = pooled(x, {"pool_height": 2, "pool_width": 2, "stride": 1})
        dx = returned(max_pool_backward_naive, (np.array([[[[10.0, 1.0]]]]), cache), ["dx"])
        assert_close(
            dx,
            [[[[0.0, 11, 0], [0, 0, 0]]]],
            "in the image 1 9 2; 0 3 4 the 9 is the largest of both 2 x 2 windows, whose upstream "
            "gradients are 10 and 1. It gets the sum: dx is",
        )

    @pytest.mark.parametrize("case", CASES)
    def test_the_gradient(self, case):
        x, param = drawn(case)
        _, cache = pooled(x, param)
        # Pixels are 1 apart, and all numbers are exact in single precision, too.
        dout = np.random.RandomState(77).randint(-9, 9, pooled_shape(x, param)) / 4 + 0.125
        numerical = eval_numerical_gradient_array(
            lambda x: max_pool_forward_naive(x, param)[0], x, dout, h=0.25
        )
        dx = returned(max_pool_backward_naive, (dout.copy(), cache), ["dx"])
        assert_shape(dx, x.shape, "dx", f" with {case}")
        assert is_right(dx, numerical), (
            f"with {case} dx is not the numerical gradient of your forward pass"
            f"{what_gradient_tells(dx, numerical, param)}"
        )


def what_pool_tells(out, x, param):
    height, width, stride = (param[key] for key in ("pool_height", "pool_width", "stride"))
    if stride > 1 and close(out[:, :, 0, 0], np.max(x[:, :, :height, :width], axis=(2, 3))):
        return ". The first window is right: where do the others begin?"
    if height != width:
        return ". Windows are not square: which of the two sizes do you use for the columns?"
    return ""


def what_gradient_tells(dx, numerical, param):
    """What may be wrong with a dx that has the right shape."""
    dx = np.asarray(dx)
    if (dx[numerical == 0] != 0).any() and np.count_nonzero(dx) > np.count_nonzero(numerical):
        return ": pixels that are not the largest of any window get something, too"
    if ((dx == 0) == (np.abs(numerical) < 1e-9)).all():
        return (
            ": the right pixels get something, but not all of it. A pixel may be the largest of "
            "several windows: are their gradients added up?"
        )
    if param["pool_height"] != param["pool_width"]:
        return (
            ": the gradient goes to other pixels. If you take argmax of a flat window, a row is as "
            "long as the window is wide"
        )
    return ": the gradient goes to other pixels. Where does window (i, j) begin?"
