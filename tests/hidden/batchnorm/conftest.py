"""What the hidden tests of backward pass and net share."""

import numpy as np
import pytest

from autograder.checks import as_array


@pytest.fixture
def assert_normalises(own):
    """A function: assert that the student's forward pass computes with statistics of some kind.

    To follow from a forward pass that treats each value by itself is no merit.
    """

    def out_for(x):
        gamma, beta = np.array([1.0, 2.0, 3.0]), np.array([3.0, 1.0, 2.0])
        out, _ = own.nndl.layers.batchnorm_forward(x, gamma, beta, {"mode": "train"})
        return as_array(out, x.shape, "out")

    def check():
        x = np.arange(12.0).reshape(4, 3) ** 2
        moved = x.copy()
        moved[0, 0] += 1
        changes = out_for(moved) != out_for(x)
        changes[0, 0] = False
        assert changes.any(), "each value of out depends on its own value of x alone"

    return check
