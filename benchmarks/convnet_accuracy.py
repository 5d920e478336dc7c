"""What ThreeLayerConvNet reaches on all of CIFAR-10, by Adam with a decaying learning rate.

`make data` fetches the data set first. From the project's folder:

    python -m benchmarks.convnet_accuracy
"""

import os
import platform
import sys
import time
from pathlib import Path

import numpy as np

from nndl.cnn import ThreeLayerConvNet
from utils import data_utils
from utils.solver import Solver

from .fcnet_accuracy import load, measured

RESULTS = Path(__file__).parent / "results" / "convnet.md"
FILTERS, SIZE, HIDDEN, WEIGHT_SCALE, REG = 32, 5, 256, 2e-2, 2e-3  # SIZE x SIZE pixels a filter
LEARNING_RATE, DECAY, BATCH, EPOCHS = 1e-3, 0.8, 100, 10  # the rate times DECAY after each epoch


def main():
    if not data_utils.FULL_FILE.exists():
        sys.exit(f"{data_utils.FULL_FILE} is missing: run make data")

    data = load(data_utils.MAX_TRAINING)
    np.random.seed(0)
    net = ThreeLayerConvNet(
        num_filters=FILTERS,
        filter_size=SIZE,
        hidden_dim=HIDDEN,
        weight_scale=WEIGHT_SCALE,
        reg=REG,
    )
    solver = Solver(
        net,
        data,
        update_rule="adam",
        optim_config={"learning_rate": LEARNING_RATE},
        lr_decay=DECAY,
        batch_size=BATCH,
        num_epochs=EPOCHS,
        print_every=100,
    )
    began = time.perf_counter()
    solver.train()
    table = measured("all of CIFAR-10", data, solver, time.perf_counter() - began)

    lines = [
        "# What a convolutional net of three layers reaches on CIFAR-10",
        "",
        "Written by `python -m benchmarks.convnet_accuracy`.",
        "",
        f"{FILTERS} filters of {SIZE} x {SIZE}, {HIDDEN} hidden units, "
        f"float32, Adam in batches of {BATCH} at a rate of {LEARNING_RATE:g}, times "
        f"{DECAY:g} after each epoch, reg {REG:g}. Python {platform.python_version()}, "
        f"numpy {np.__version__}, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.machine()}.",
        "",
        "The parameters are those that validated best, so that the validation accuracy flatters a "
        "little, and the test accuracy does not:",
        "",
        "| data | training images | training | validation | test | trained in |",
        "|---|---|---|---|---|---|",
        table,
        "",
        "Epoch by epoch; the loss is the mean of the epoch's, with its penalty:",
        "",
        "| epoch | loss | training accuracy | validation accuracy |",
        "|---|---|---|---|",
    ]
    epochs = np.array_split(solver.loss_history, EPOCHS)
    for epoch, losses in enumerate(epochs, 1):
        accuracies = solver.train_acc_history[epoch], solver.val_acc_history[epoch]
        lines.append(
            f"| {epoch} | {losses.mean():.3f} | {accuracies[0]:.3f} | {accuracies[1]:.3f} |"
        )
    RESULTS.write_text("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
