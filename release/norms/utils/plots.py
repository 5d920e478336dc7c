"""How the notebook's plots look: colours, and the curves that more than one plot has."""

import matplotlib.pyplot as plt
import numpy as np

# Colours of Okabe & Ito, which colour-blind readers can tell apart too.
BASELINE = {"color": "#D55E00", "marker": "s", "label": "baseline"}
BATCHNORM = {"color": "#0072B2", "marker": "o", "label": "batchnorm"}
plt.rcParams.update({"figure.dpi": 80, "figure.constrained_layout.use": True})
plt.rcParams.update({"axes.grid": True, "grid.alpha": 0.3, "lines.markersize": 5})


def plot_activations(ax, layers, title):
    """Draw, for each layer, how the sizes of its activations are distributed.

    Args:
        ax: where to draw.
        layers: the activations of up to six layers, arrays.
        title: of the plot.
    """
    bins = np.linspace(-7, 8, 91)
    for number, (a, marker) in enumerate(zip(layers, "os^Dv*", strict=False), start=1):
        sizes = np.log10(np.maximum(np.abs(a), 1e-7)).ravel()
        share, _ = np.histogram(sizes, bins, weights=np.full(sizes.size, 1 / sizes.size))
        share[share == 0] = np.nan
        colour = plt.cm.viridis(0.17 * (number - 1))
        ax.plot(bins[:-1], share, color=colour, marker=marker, markevery=2, label=f"layer {number}")
    ax.set(title=title, xlabel="log10 of |activation| before the ReLU", xlim=(-7, 8))


def plot_seeds(ax, x, results, style, top=None):
    """Draw the middle of several seeds as a curve, and from the least to the largest as a band.

    Args:
        ax: where to draw.
        x: as many numbers as there are rows in results, or more, of which the first are taken.
        results: for each x a list, one number for each seed.
        style: keywords of ax.plot.
        top: what is larger, or no number, is drawn at this height, as a triangle.
    """
    if not results:
        return
    results = np.array(results, dtype=float)
    x = np.asarray(x)[: len(results)]
    if top is not None:
        results[~(results < top)] = top
    middle = np.median(results, axis=1)
    ax.fill_between(x, results.min(axis=1), results.max(axis=1), color=style["color"], alpha=0.2)
    ax.plot(x, middle, **style)
    if top is not None:
        off = middle == top
        ax.plot(x[off], middle[off], linestyle="none", color=style["color"], marker="^", ms=9)
