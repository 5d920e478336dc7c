"""What ThreeLayerConvNet reaches on all of CIFAR-10, by Adam with a decaying learning rate.

`make data` fetches the data set first. From the project's folder:

    python -m benchmarks.convnet_accuracy
"""

import argparse
import os
import platform
import shlex
import sys
import time
from pathlib import Path

import numpy as np

from nndl.cnn import ThreeLayerConvNet
from utils import data_utils
from utils.solver import Solver

from .fcnet_accuracy import load, measured

RESULTS = Path(__file__).parent / "results" / "convnet.md"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--filters", type=int, default=32, help="how many")
    parser.add_argument("--size", type=int, default=5, help="height and width of a filter")
    parser.add_argument("--hidden", type=int, default=256, help="width of the hidden layer")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--batch", type=int, default=100, help="images in a minibatch")
    parser.add_argument("--rate", type=float, default=1e-3, help="learning rate")
    parser.add_argument("--decay", type=float, default=0.8, help="of the rate, each epoch")
    parser.add_argument("--reg", type=float, default=2e-3)
    parser.add_argument("--scale", type=float, default=2e-2, help="of the initial weights")
    args = parser.parse_args()
    if not data_utils.FULL_FILE.exists():
        parser.exit(1, f"{data_utils.FULL_FILE} is missing: run make data\n")

    data = load(data_utils.MAX_TRAINING)
    np.random.seed(0)
    net = ThreeLayerConvNet(
        num_filters=args.filters,
        filter_size=args.size,
        hidden_dim=args.hidden,
        weight_scale=args.scale,
        reg=args.reg,
    )
    solver = Solver(
        net,
        data,
        update_rule="adam",
        optim_config={"learning_rate": args.rate},
        lr_decay=args.decay,
        batch_size=args.batch,
        num_epochs=args.epochs,
        print_every=100,
    )
    began = time.perf_counter()
    solver.train()
    table = measured("all of CIFAR-10", data, solver, time.perf_counter() - began)

    command = shlex.join(["python", "-m", "benchmarks.convnet_accuracy", *sys.argv[1:]])
    lines = [
        "# What a convolutional net of three layers reaches on CIFAR-10",
        "",
        f"Written by `{command}`.",
        "",
        f"{args.filters} filters of {args.size} x {args.size}, {args.hidden} hidden units, "
        f"float32, Adam in batches of {args.batch} at a rate of {args.rate:g}, times "
        f"{args.decay:g} after each epoch, reg {args.reg:g}. Python {platform.python_version()}, "
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
    epochs = np.array_split(solver.loss_history, args.epochs)
    for epoch, losses in enumerate(epochs, 1):
        accuracies = solver.train_acc_history[epoch], solver.val_acc_history[epoch]
        lines.append(
            f"| {epoch} | {losses.mean():.3f} | {accuracies[0]:.3f} | {accuracies[1]:.3f} |"
        )
    RESULTS.write_text("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
