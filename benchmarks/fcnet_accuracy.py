"""What a fully connected net reaches on CIFAR-10 by SGD with a decaying learning rate.

A random search of short trainings, then the best of them trained at length, in float32 on all of
the data set, if it has been fetched; and on the subset that ships. From the project's folder:

    python -m benchmarks.fcnet_accuracy
"""

import argparse
import os
import platform
import shlex
import sys
import time
from pathlib import Path

import numpy as np

from nndl.fc_net import FullyConnectedNet
from utils import data_utils
from utils.solver import Solver

RESULTS = Path(__file__).parent / "results" / "fcnet.md"
SUBSET, SPREAD = 1_000, 64  # training images; about the standard deviation of a pixel
# What is searched: each is drawn so that every power of ten within its bounds is as likely.
BOUNDS = {"learning_rate": (1e-2, 2e-1), "reg": (1e-5, 3e-3), "weight_scale": (1e-2, 4e-2)}


def load(num_training):
    """CIFAR-10 with pixels of about unit spread."""
    data = data_utils.get_CIFAR10_data(num_training=num_training, num_test=data_utils.MAX_TEST)
    for part in ("train", "val", "test"):
        data[f"X_{part}"] /= SPREAD
    return data


def train(data, setting, hidden_dims, epochs, decay):
    """A Solver that has trained a net with a setting, always from the same seed."""
    np.random.seed(0)
    net = FullyConnectedNet(
        hidden_dims, reg=setting["reg"], weight_scale=setting["weight_scale"], dtype=np.float32
    )
    solver = Solver(
        net,
        data,
        optim_config={"learning_rate": setting["learning_rate"]},
        lr_decay=decay,
        num_epochs=epochs,
        verbose=False,
    )
    with np.errstate(over="ignore", invalid="ignore"):  # too large a rate is part of a search
        solver.train()
    return solver


def search(data, args):
    """Settings drawn at random and the best validation accuracy of each, the best one first."""
    rng, tried = np.random.default_rng(args.seed), []
    for number in range(args.trials):
        setting = {
            name: float(np.exp(rng.uniform(*np.log(bounds)))) for name, bounds in BOUNDS.items()
        }
        solver = train(data, setting, args.hidden, args.search_epochs, args.decay)
        tried.append((solver.best_val_acc, setting))
        print(f"trial {number + 1}: {row(setting.values())} {solver.best_val_acc:.3f}", flush=True)
    return sorted(tried, key=lambda each: each[0], reverse=True)


def row(values):
    return f"| {' | '.join(f'{value:.3g}' for value in values)} |"


def measured(name, data, solver, seconds):
    """A line of the table: accuracies of the parameters that validated best."""
    accuracies = [
        solver.check_accuracy(data[f"X_{part}"], data[f"y_{part}"])
        for part in ("train", "val", "test")
    ]
    cells = [name, f"{len(data['y_train']):,}", *(f"{100 * each:.1f} %" for each in accuracies)]
    return f"| {' | '.join(cells)} | {seconds:.0f} s |"


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--hidden", type=int, nargs="+", default=[512, 256], help="widths")
    parser.add_argument("--trials", type=int, default=8, help="settings in the search")
    parser.add_argument("--search-epochs", type=int, default=3, help="epochs of each of them")
    parser.add_argument("--epochs", type=int, default=25, help="epochs of the best one")
    parser.add_argument("--decay", type=float, default=0.92, help="of the rate, each epoch")
    parser.add_argument("--seed", type=int, default=0, help="of the search")
    args = parser.parse_args()

    full = data_utils.FULL_FILE.exists()
    data = load(data_utils.MAX_TRAINING if full else SUBSET)
    parts = [("all of CIFAR-10", data)] if full else []
    parts.append(("the subset", load(SUBSET) if full else data))
    began = time.perf_counter()
    tried = search(data, args)
    _, best = tried[0]
    searched = time.perf_counter() - began

    table, curves = [], {}
    for name, each in parts:
        began = time.perf_counter()
        solver = train(each, best, args.hidden, args.epochs, args.decay)
        table.append(measured(name, each, solver, time.perf_counter() - began))
        curves[name] = solver
        print(table[-1], flush=True)

    command = shlex.join(["python", "-m", "benchmarks.fcnet_accuracy", *sys.argv[1:]])
    lines = [
        "# What a fully connected net reaches on CIFAR-10",
        "",
        f"Written by `{command}`.",
        "",
        f"Hidden layers of {' and '.join(map(str, args.hidden))} units, float32, SGD in batches of "
        f"100, the learning rate times {args.decay:g} after each epoch. Python "
        f"{platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}.",
        "",
        f"The search: {args.trials} settings drawn at random, {args.search_epochs} epochs each on "
        f"{len(data['y_train']):,} images, {searched:.0f} s in all.",
        "",
        f"| {' | '.join(BOUNDS)} | best validation accuracy |",
        f"|{'---|' * (len(BOUNDS) + 1)}",
        *(row([*setting.values(), accuracy]) for accuracy, setting in tried),
        "",
        f"The best of them, trained for {args.epochs} epochs; the parameters are those that "
        "validated best, so that the validation accuracy flatters a little, and the test accuracy "
        "does not:",
        "",
        "| data | training images | training | validation | test | trained in |",
        "|---|---|---|---|---|---|",
        *table,
    ]
    for name, solver in curves.items():
        per_epoch = len(solver.loss_history) // args.epochs
        lines += ["", f"On {name}, epoch by epoch; the loss is the mean of the epoch's:", ""]
        lines += ["| epoch | loss | training accuracy | validation accuracy |", "|---|---|---|---|"]
        for epoch in range(1, args.epochs + 1):
            loss = np.mean(solver.loss_history[(epoch - 1) * per_epoch : epoch * per_epoch])
            accuracies = solver.train_acc_history[epoch], solver.val_acc_history[epoch]
            lines.append(f"| {epoch} | {loss:.3f} | {accuracies[0]:.3f} | {accuracies[1]:.3f} |")
    RESULTS.write_text("\n".join([*lines, ""]))


if __name__ == "__main__":
    main()
