"""How the four layers look in the notebook's plots, and the block of numbers they normalize."""

import matplotlib.pyplot as plt
import numpy as np

GROUPNORM = {"color": "#009E73", "marker": "D", "label": "group norm"}


def plot_block(ax, together, title):
    """Draw a block of N images, C channels and H * W pixels, with some of its numbers in blue.

    Args:
        ax: where to draw, of projection "3d".
        together: which numbers share a mean and a variance, bools, (N, C, H * W).
        title: of the plot.
    """
    # Axes of the plot: channels to the right, images to the back, pixels upwards.
    here = np.asarray(together).transpose(1, 0, 2)
    colours = np.where(here, "#0072B2FF", "#BBBBBB14")  # what is not blue is transparent
    edges = np.where(here, "#FFFFFF", "#88888888")
    ax.voxels(np.ones_like(here), facecolors=colours, edgecolors=edges, linewidth=0.4)
    ax.set(title=title, xlabel="channel C", ylabel="image N", zlabel="pixel H, W")
    ax.set(xticks=[], yticks=[], zticks=[], box_aspect=here.shape)
    for axis in ax.xaxis, ax.yaxis, ax.zaxis:
        axis.labelpad = -12
    ax.view_init(elev=22, azim=-58)


def plot_losses(ax, runs, style, width=10):
    """Draw the training loss of each run as a thin line, averaged over as many steps as width.

    Args:
        ax: where to draw.
        runs: for each seed the loss of every step, lists.
        style: keywords of ax.plot; only the first line has its label.
        width: how many steps are averaged.
    """
    for number, losses in enumerate(runs):
        smooth = np.convolve(losses, np.full(width, 1 / width), "valid")
        label = style["label"] if number == 0 else None
        ax.plot(np.arange(width, len(losses) + 1), smooth, color=style["color"], label=label)


def show_pictures(pictures, titles, **size):
    """Draw pictures, (H, W) in grey or (H, W, 3), side by side, each stretched from 0 to 1."""
    fig, axes = plt.subplots(1, len(pictures), **size)
    for ax, picture, title in zip(axes, pictures, titles, strict=True):
        ax.imshow((picture - picture.min()) / np.ptp(picture), cmap="gray")
        ax.set_title(title)
        ax.axis("off")
    return fig
