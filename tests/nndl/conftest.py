"""How the reference is proved: every gradient against central differences, in float64."""

import numpy as np
import pytest

from utils.gradient_check import eval_numerical_gradient_array


@pytest.fixture
def rng():
    return np.random.default_rng(2015)


@pytest.fixture
def assert_gradients():
    """A function that asserts that gradients are those of sum(dout * forward())."""

    def check(forward, dout, inputs, gradients, atol=1e-8):
        """inputs are what forward reads, each changed in place; gradients are in their order."""
        for position, (value, gradient) in enumerate(zip(inputs, gradients, strict=True)):
            assert value.dtype == np.float64, f"input {position}: float64 is needed here"
            assert gradient.shape == value.shape, f"gradient {position}"
            numerical = eval_numerical_gradient_array(lambda _: forward(), value, dout)
            np.testing.assert_allclose(
                gradient, numerical, rtol=1e-6, atol=atol, err_msg=f"gradient {position}"
            )

    return check
