"""How the six update rules look in the notebook's plots, and the paths they take."""

import numpy as np

# Colours of Okabe & Ito, which colour-blind readers can tell apart too.
RULES = {
    "sgd": {"color": "#000000", "marker": "s", "label": "SGD"},
    "sgd_momentum": {"color": "#D55E00", "marker": "o", "label": "momentum"},
    "sgd_nesterov_momentum": {"color": "#E69F00", "marker": "^", "label": "Nesterov"},
    "adagrad": {"color": "#009E73", "marker": "D", "label": "Adagrad"},
    "rmsprop": {"color": "#56B4E9", "marker": "v", "label": "RMSprop"},
    "adam": {"color": "#0072B2", "marker": "*", "label": "Adam"},
}


def plot_path(ax, height, path, style, xlim, ylim):
    """Draw the way of one rule over the contour lines of a function of two parameters.

    Args:
        ax: where to draw.
        height: a function of an array (..., 2) of points that returns their heights, (...).
        path: the points that the rule came through, (T, 2).
        style: keywords of ax.plot; its label becomes the title.
        xlim, ylim: what to show of both parameters, two numbers each.
    """
    x, y = np.meshgrid(np.linspace(*xlim, 121), np.linspace(*ylim, 121))
    heights = height(np.stack([x, y], axis=-1))
    # Contour lines whose distance grows with the square: evenly spaced in a bowl.
    levels = heights.min() + np.ptp(heights) * np.linspace(0.05, 1, 12) ** 2
    ax.contour(x, y, heights, levels, colors="grey", linewidths=0.7, alpha=0.7)
    ax.plot(*path.T, **{**style, "markersize": 4}, linewidth=1)
    ax.plot(*path[0], "kx", markersize=9)
    ax.set(title=style["label"], xlim=xlim, ylim=ylim)
    ax.grid(False)
