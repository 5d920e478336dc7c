"""Nothing infinite and nothing that is not a number is right, nor makes anything else right."""

import numpy as np
import pytest

from autograder.judging.checks import as_array, assert_close

NO_NUMBERS = [np.nan, np.inf, -np.inf]


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_an_array_with_a_value_that_is_no_number_is_refused(value):
    with pytest.raises(AssertionError, match="out contains nan or infinity"):
        as_array(np.array([1, value]), (2,), "out")


@pytest.mark.parametrize("scale", NO_NUMBERS)
def test_nothing_is_close_on_a_scale_that_is_no_number(scale):
    with pytest.raises(AssertionError, match="out is wrong"):
        assert_close(np.ones(2), np.full(2, 2.0), "out", terms=1, scale=scale)
