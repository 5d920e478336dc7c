"""Checks to run while you work: `pytest`, or `pytest -k Exercise1` for one exercise.

The check cells of the notebook run them, too. Your work is graded by more tests, with other inputs.
"""

import numpy as np
import pytest

from nndl.conv_layers import conv_backward_naive, conv_forward_naive
from utils.convnet_checks import (
    CASES,
    assert_close,
    by_fourier,
    close,
    convolved,
    differentiated,
    drawn,
    returned,
    what_differs,
    what_out_tells,
)


class TestExercise1ConvolutionPixelByPixel:
    def forward(self, x, w, b, conv_param):
        return convolved(conv_forward_naive, x, w, b, conv_param)

    def test_one_window_worked_by_hand(self):
        x = np.array([[[[1.0, 2, 3], [4, 5, 6]]]])
        w = np.array([[[[1.0, 0], [2, -1]]]])
        out = self.forward(x, w, np.array([10.0]), {"stride": 1, "pad": 0})
        expected = [[[[14.0, 16.0]]]]
        hint = what_out_tells(out, x, w, np.array([10.0]), {"stride": 1, "pad": 0})
        assert_close(
            out,
            expected,
            "for the image 1 2 3; 4 5 6, the filter 1 0; 2 -1 and b = 10, without padding, the "
            "first pixel is 1*1 + 0*2 + 2*4 - 1*5 + 10 = 14 and the second 1*2 + 0*3 + 2*5 - 1*6 + "
            f"10 = 16{hint}: out is",
        )

    def test_zeros_around_the_image(self):
        x, w = np.array([[[[1.0, 2, 3], [4, 5, 6]]]]), np.ones((1, 1, 2, 3))
        out = self.forward(x, w, np.zeros(1), {"stride": 1, "pad": 1})
        assert_close(
            out,
            [[[[3.0, 6, 5], [12, 21, 16], [9, 15, 11]]]],
            "for the image 1 2 3; 4 5 6, one row and column of zeros on each side, and a filter of "
            "2 rows and 3 columns of ones, out is",
        )

    @pytest.mark.parametrize("case", CASES)
    def test_images_that_are_not_square(self, case):
        x, w, b, conv_param = drawn(case)
        out = self.forward(x, w, b, conv_param)
        expected = by_fourier(x, w, b, conv_param)
        assert close(out, expected), (
            f"with {case}, images of {x.shape[1]} channels, {x.shape[2]} rows and {x.shape[3]} "
            f"columns and filters of {w.shape[2]} rows and {w.shape[3]} columns, out is not the "
            f"sum of the products with each window, plus b: "
            f"{what_differs(out, expected)}{what_out_tells(out, x, w, b, conv_param)}"
        )


class TestExercise2BackwardPass:
    @pytest.mark.parametrize("case", CASES)
    def test_gradients(self, case):
        differentiated(conv_forward_naive, conv_backward_naive, case, "Exercise 1")

    def test_one_upstream_pixel(self):
        x, w, b, conv_param = drawn("stride 2, pad 0")
        _, cache = conv_forward_naive(x, w, b, conv_param)
        dout = np.zeros((1, 2, 3, 2))
        dout[0, 1, 2, 1] = 1.0
        dx, dw, db = returned(conv_backward_naive, (dout, cache), ["dx", "dw", "db"])
        where = "where dout is 1 for the pixel (2, 1) of filter 1 and 0 elsewhere, at stride 2,"
        assert_close(db, [0.0, 1.0], f"{where} db is")
        assert close(dw[1], x[0, :, 4:6, 2:4]) and close(dw[0], 0 * w[0]), (
            f"{where} dw of filter 1 should be the window that this pixel sees, rows 4 and 5 and "
            "columns 2 and 3 of x, and dw of filter 0 zero"
        )
        spread = np.zeros_like(x)
        spread[0, :, 4:6, 2:4] = w[1]
        assert close(dx, spread), (
            f"{where} dx should be filter 1 itself in rows 4 and 5 and columns 2 and 3, and zero "
            "elsewhere"
        )
