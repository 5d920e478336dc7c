"""What is no number is right nowhere; and chance may do what it does, but no more."""

import numpy as np
import pytest

from autograder.judging.checks import as_array, assert_close, assert_share

NO_NUMBERS = [np.nan, np.inf, -np.inf]


@pytest.mark.parametrize("value", NO_NUMBERS)
def test_an_array_with_a_value_that_is_no_number_is_refused(value):
    with pytest.raises(AssertionError, match="out contains nan or infinity"):
        as_array(np.array([1, value]), (2,), "out")


@pytest.mark.parametrize("scale", NO_NUMBERS)
def test_nothing_is_close_on_a_scale_that_is_no_number(scale):
    with pytest.raises(AssertionError, match="out is wrong"):
        assert_close(np.ones(2), np.full(2, 2.0), "out", terms=1, scale=scale)


@pytest.mark.parametrize("probability", [0.05, 0.5, 0.9])
def test_no_draw_of_ten_thousand_is_further_from_its_share_than_chance_explains(probability):
    rng = np.random.default_rng(7)
    for _ in range(10_000):
        assert_share(rng.random(1000) < probability, probability, "it is kept")


@pytest.mark.parametrize(("share", "said"), [(0.62, "more"), (0.58, None), (0.38, "less")])
def test_a_share_that_chance_does_not_explain_is_told_without_what_it_should_be(share, said):
    hits = np.arange(1000) < 1000 * share
    if said is None:
        assert_share(hits, 0.5, "it is kept")
        return
    with pytest.raises(AssertionError) as raised:
        assert_share(hits, 0.5, "it is kept")
    assert str(raised.value) == (
        f"it is kept: in {share} of the cases, which is {said} than chance explains"
    )


def test_the_worst_entry_is_kept_for_the_instructor_and_in_no_message():
    expected = np.arange(6.0).reshape(2, 3)
    value = expected.copy()
    value[1, 0] += 0.5
    with pytest.raises(AssertionError) as caught:
        assert_close(value, expected, "dx", terms=1)
    assert (caught.value.place, caught.value.value, caught.value.expected) == ((1, 0), 3.5, 3)
    assert "3.5" not in str(caught.value)
    with pytest.raises(AssertionError) as caught:
        assert_close(2.0, np.float64(1), "loss", terms=1)
    assert (caught.value.place, caught.value.value, caught.value.expected) == ((), 2, 1)
