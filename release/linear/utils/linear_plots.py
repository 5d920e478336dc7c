"""How the notebook on linear classifiers looks: pictures in rows, and heat maps."""

import matplotlib.pyplot as plt
import numpy as np

CLASSES = ["plane", "car", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"]
# Colours of Okabe & Ito, which colour-blind readers can tell apart too.
SOFTMAX = {"color": "#0072B2", "marker": "o", "label": "softmax"}
HINGE = {"color": "#D55E00", "marker": "s", "label": "hinge (SVM)"}
NEIGHBOURS = {"color": "#009E73", "marker": "D", "label": "nearest neighbours"}
plt.rcParams.update({"figure.dpi": 80, "figure.constrained_layout.use": True})
plt.rcParams.update({"axes.grid": True, "grid.alpha": 0.3, "lines.markersize": 5})


def as_picture(values, low=None, high=None):
    """Make of 3,072 numbers, such as a column of weights, a picture that imshow can show.

    Args:
        values: (3, 32, 32) or (3072,): red, then green, then blue, each 32 rows.
        low, high: what is shown as dark and as bright; the least and the largest of the values,
            if they are not given.

    Returns:
        (32, 32, 3), from 0 for dark to 1 for bright.
    """
    low = np.min(values) if low is None else low
    high = np.max(values) if high is None else high
    return ((values - low) / (high - low)).reshape(3, 32, 32).transpose(1, 2, 0)


def show_pictures(rows, row_names, titles=None):
    """Draw rows of pictures, each row with its name on the left.

    Args:
        rows: for each row a list of pictures, (32, 32, 3), as many in each row.
        row_names: what is written beside each row.
        titles: for each row a list of what is written above its pictures; or None.
    """
    size = len(rows), len(rows[0])
    _, axes = plt.subplots(*size, figsize=(1.1 * size[1], 1.3 * size[0]), squeeze=False)
    for row, pictures in enumerate(rows):
        for column, picture in enumerate(pictures):
            ax = axes[row, column]
            ax.imshow(picture)
            ax.set(xticks=[], yticks=[])
            ax.grid(False)
            if titles is not None:
                ax.set_title(titles[row][column], fontsize=8)
        label = axes[row, 0].set_ylabel(row_names[row], fontsize=8)
        label.set(rotation=0, horizontalalignment="right", verticalalignment="center")


def heat_map(ax, values, y, x):
    """Draw a table of accuracies as colours, each with its number.

    Args:
        ax: where to draw.
        values: accuracies, 0 to 1: a row for each of y, a column for each of x.
        y, x: the numbers that rows and columns belong to.

    Returns:
        What plt.colorbar needs.
    """
    shown = ax.imshow(values, cmap="viridis", vmin=0.1, vmax=0.4, origin="lower", aspect="auto")
    for (row, column), value in np.ndenumerate(values):
        colour = "black" if value > 0.28 else "white"
        ax.text(column, row, f"{value:.2f}", color=colour, ha="center", va="center")
    ax.set_xticks(range(len(x)), [f"{each:g}" for each in x])
    ax.set_yticks(range(len(y)), [f"{each:g}" for each in y])
    ax.grid(False)
    return shown
