"""Checks of Exercise 5, convolution as a matrix product: `pytest -k Exercise5`."""

import numpy as np
import pytest

from nndl.conv_layers import conv_backward_im2col, conv_forward_im2col
from utils.convnet_checks import (
    CASES,
    by_fourier,
    close,
    convolved,
    differentiated,
    drawn,
    is_right,
    numerical_gradients,
    what_differs,
    what_out_tells,
)


class TestExercise5MatrixProduct:
    @pytest.mark.parametrize("case", CASES)
    def test_the_forward_pass(self, case):
        x, w, b, conv_param = drawn(case)
        out = convolved(conv_forward_im2col, x, w, b, conv_param)
        expected = by_fourier(x, w, b, conv_param)
        assert close(out, expected), (
            f"with {case} conv_forward_im2col should give what the loops give: "
            f"{what_differs(out, expected)}"
            f"{what_order_tells(out, expected, w)}{what_out_tells(out, x, w, b, conv_param)}"
        )

    @pytest.mark.parametrize("case", CASES)
    def test_the_gradients(self, case):
        differentiated(conv_forward_im2col, conv_backward_im2col, case, "the forward half")

    def test_a_pass_is_differentiated_by_its_own_cache(self):
        x, w, b, conv_param = drawn("stride 1, pad 1")
        _, cache = conv_forward_im2col(x, w, b, conv_param)
        conv_forward_im2col(2 * x, 3 * w, b, conv_param)
        dout = np.ones((2, 2, 5, 4))
        _, dw, _ = conv_backward_im2col(dout.copy(), cache)
        assert is_right(dw, numerical_gradients(x, w, b, conv_param, dout)["dw"]), (
            "dw is wrong once another forward pass has come between: what a pass needs belongs in "
            "the cache that it returns"
        )


def what_order_tells(out, expected, w):
    if close(np.sort(out, axis=None), np.sort(expected, axis=None)):
        return (
            "; all values are there, in other places: a reshape does not move axes, so split the "
            "axes that you have first and transpose then"
        )
    if w.shape[1] > 1 and not np.isclose(out, expected, atol=1e-4).any():
        return "; do the columns list channels, rows and columns of a window in the filters' order?"
    return ""
