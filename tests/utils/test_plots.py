"""The curves of several seeds: the middle, the range, and what is too large for the plot."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np
import pytest

from utils.plots import BASELINE, plot_seeds


@pytest.fixture
def ax():
    figure, axes = plt.subplots()
    yield axes
    plt.close(figure)


def test_the_middle_one_of_the_seeds_is_the_curve(ax):
    plot_seeds(ax, [1, 2], [[3, 1, 2], [7, 9, 5]], BASELINE)
    np.testing.assert_array_equal(ax.lines[0].get_ydata(), [2, 7])


def test_what_is_above_the_top_or_no_number_is_a_triangle_there(ax):
    results = [[1, 2, 3], [5, 6, 7], [np.nan, np.nan, np.nan]]
    plot_seeds(ax, [1, 2, 3], results, BASELINE, top=4)
    curve, off = ax.lines
    np.testing.assert_array_equal(curve.get_ydata(), [2, 4, 4])
    np.testing.assert_array_equal(off.get_xdata(), [2, 3])
    assert off.get_marker() == "^"


def test_an_experiment_that_was_interrupted_is_drawn_as_far_as_it_went(ax):
    plot_seeds(ax, [1, 2, 3], [[1, 2, 3]], BASELINE)
    np.testing.assert_array_equal(ax.lines[0].get_xdata(), [1])
    plot_seeds(ax, [1, 2, 3], [], BASELINE)
    assert len(ax.lines) == 1
