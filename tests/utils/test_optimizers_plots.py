"""The path of an update rule over the contour lines of a function."""

import matplotlib

matplotlib.use("Agg")

import matplotlib.pyplot as plt
import numpy as np

from nndl import optim
from utils.optimizers_plots import RULES, plot_path


def test_every_rule_of_the_library_has_a_colour_and_a_marker_of_its_own():
    assert all(callable(getattr(optim, name)) for name in RULES)
    assert len({style["color"] for style in RULES.values()}) == len(RULES)
    assert len({style["marker"] for style in RULES.values()}) == len(RULES)


def test_a_path_is_drawn_point_by_point_from_a_cross():
    figure, ax = plt.subplots()
    path = np.array([[-1.0, 1.0], [0.0, 0.5], [0.5, 0.0]])
    plot_path(ax, lambda w: np.sum(w**2, axis=-1), path, RULES["adam"], (-2, 2), (-1, 3))
    drawn, start = ax.lines
    np.testing.assert_array_equal(drawn.get_xydata(), path)
    np.testing.assert_array_equal(start.get_xydata(), path[:1])
    assert start.get_marker() == "x"
    assert (ax.get_title(), ax.get_xlim(), ax.get_ylim()) == ("Adam", (-2, 2), (-1, 3))
    plt.close(figure)
