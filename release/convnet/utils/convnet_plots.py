"""How the notebook on convolutional nets looks: which pixels belong together, pictures in rows."""

import matplotlib.pyplot as plt
import numpy as np

# Colours of Okabe & Ito, which colour-blind readers can tell apart too.
IMAGES = {"color": "#0072B2", "marker": "o", "label": "images as they are"}
SHUFFLED = {"color": "#D55E00", "marker": "s", "label": "pixels shuffled"}
LOOPS = {"color": "#D55E00", "marker": "s", "label": "loops"}
IM2COL = {"color": "#0072B2", "marker": "o", "label": "im2col"}
TORCH = {"color": "#009E73", "marker": "D", "label": "PyTorch"}
INPUT, OUTPUT, PADDING = "#56B4E9", "#E69F00", "#DDDDDD"


def draw_grid(ax, shape, coloured, labels, title, margin=0):
    """Draw the pixels of one channel as squares.

    Args:
        ax: where to draw.
        shape: rows and columns.
        coloured: dict of (row, column) -> colour.
        labels: dict of (row, column) -> what is written in the square.
        title: above it.
        margin: how many rows and columns on each side are padding.
    """
    rows, columns = shape
    for row, column in np.ndindex(rows, columns):
        inside = margin <= row < rows - margin and margin <= column < columns - margin
        colour = coloured.get((row, column), "white" if inside else PADDING)
        corner = (column - 0.5, row - 0.5)
        ax.add_patch(plt.Rectangle(corner, 1, 1, facecolor=colour, edgecolor="black"))
        ax.text(column, row, labels.get((row, column), ""), ha="center", va="center", fontsize=9)
    ax.set(xlim=(-0.6, columns - 0.4), ylim=(rows - 0.4, -0.6), aspect="equal", title=title)
    ax.set(xticks=range(columns), yticks=range(rows), xlabel="column", ylabel="row")
    ax.grid(False)


def draw_index_sets(shape, window, conv_param, out_pixel, in_pixel):
    """Draw which inputs one output pixel sees, and which outputs one input pixel reaches.

    Args:
        shape: rows and columns of the image, without padding.
        window: HH, WW.
        conv_param: dict of "stride" and "pad".
        out_pixel: (i, j), of the output.
        in_pixel: (u, v), of the padded image.
    """
    stride, pad = (conv_param[name] for name in ("stride", "pad"))
    padded = [pixels + 2 * pad for pixels in shape]
    out = [1 + (pixels - size) // stride for pixels, size in zip(padded, window, strict=True)]
    i, j = out_pixel
    seen = {(i * stride + p, j * stride + q): f"{p},{q}" for p, q in np.ndindex(*window)}
    u, v = in_pixel
    reached = {}
    for row, column in np.ndindex(*out):
        p, q = u - row * stride, v - column * stride
        if 0 <= p < window[0] and 0 <= q < window[1]:
            reached[row, column] = f"{p},{q}"

    _, axes = plt.subplots(1, 4, figsize=(14, 3.8), width_ratios=[padded[1], out[1]] * 2)
    draw_grid(axes[0], padded, dict.fromkeys(seen, INPUT), seen, f"out[{i}, {j}] sees", pad)
    draw_grid(axes[1], out, {out_pixel: OUTPUT}, {}, f"out[{i}, {j}]")
    draw_grid(axes[2], padded, {in_pixel: INPUT}, {}, f"input [{u}, {v}], padded", pad)
    draw_grid(axes[3], out, dict.fromkeys(reached, OUTPUT), reached, "reaches")


def show_pictures(rows, row_names, titles=None):
    """Draw rows of pictures, each row with its name on the left.

    Args:
        rows: for each row a list of pictures, (H, W, 3) or, in shades of grey, (H, W).
        row_names: what is written beside each row.
        titles: what is written above the pictures of the first row; or None.
    """
    size = len(rows), len(rows[0])
    _, axes = plt.subplots(*size, figsize=(1.2 * size[1], 1.3 * size[0]), squeeze=False)
    for row, pictures in enumerate(rows):
        for column, picture in enumerate(pictures):
            ax = axes[row, column]
            ax.imshow(picture, cmap="gray")
            ax.set(xticks=[], yticks=[])
            ax.grid(False)
            if titles is not None and row == 0:
                ax.set_title(titles[column], fontsize=9)
        label = axes[row, 0].set_ylabel(row_names[row], fontsize=9)
        label.set(rotation=0, horizontalalignment="right", verticalalignment="center")


def as_pictures(filters):
    """Make of filters, (F, 3, HH, WW), F pictures (HH, WW, 3), each from 0, dark, to 1, bright."""
    low = filters.min(axis=(1, 2, 3), keepdims=True)
    high = filters.max(axis=(1, 2, 3), keepdims=True)
    return ((filters - low) / (high - low)).transpose(0, 2, 3, 1)
