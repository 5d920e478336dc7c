"""Loading all of CIFAR-10: utils.data_utils beside the loader such courses have always had.

Each load is a process of its own, so that its peak memory is its own; training.py reports them.

    PYTHONPATH=. python benchmarks/loading.py (data_utils FULL_FILE | classic FOLDER)
"""

import pickle
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

from utils import data_utils

BATCHES = [*(f"data_batch_{i}" for i in range(1, 6)), "test_batch"]
ROUNDS = 5


def load_classic(folder):
    """Load the pickled batches, concatenate them as float64, and cut the parts out by index."""
    images, labels = [], []
    for name in BATCHES:
        with (folder / name).open("rb") as file:
            batch = pickle.load(file, encoding="latin1")
        images.append(batch["data"].reshape(-1, 3, 32, 32).astype("float"))
        labels.append(np.array(batch["labels"]))
    X, y = np.concatenate(images[:5]), np.concatenate(labels[:5])
    data = {}
    for part, rows in ("train", range(49_000)), ("val", range(49_000, 50_000)):
        data[f"X_{part}"], data[f"y_{part}"] = X[list(rows)], y[list(rows)]
    data["X_test"], data["y_test"] = images[5][:1_000].copy(), labels[5][:1_000]
    mean_image = data["X_train"].mean(axis=0)
    for part in "train", "val", "test":
        data[f"X_{part}"] -= mean_image
    return data


def load_ours(full_file):
    data_utils.FULL_FILE = full_file
    return data_utils.get_CIFAR10_data()


LOADERS = {"classic": load_classic, "data_utils": load_ours}


def write_batches(full_file, folder):
    """Write the full data set as the official archive holds it: six pickled dicts."""
    with np.load(full_file, allow_pickle=False) as file:
        X, y = (
            np.concatenate([file[f"{axis}_{part}"] for part in ("train", "val", "test")])
            for axis in "Xy"
        )
    for i, name in enumerate(BATCHES):
        rows = slice(10_000 * i, 10_000 * (i + 1))
        batch = {"data": X[rows].reshape(-1, 3072), "labels": y[rows].tolist()}
        (folder / name).write_bytes(pickle.dumps(batch))


def measure(loader, source):
    """Processor seconds, wall seconds and peak MiB of one load in a process of its own."""
    command = [sys.executable, __file__, loader, source]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return [float(figure) for figure in run.stdout.splitlines()[-1].split()]


def loading_lines(full_file):
    """The table of both loaders, or a line that says why there is none."""
    if not full_file.exists():
        return [
            "Loading all of CIFAR-10 was not measured: the full data set is not here "
            "(`python -m tools.fetch_cifar10` fetches it)."
        ]
    figures = {loader: [] for loader in LOADERS}
    with tempfile.TemporaryDirectory() as folder:
        write_batches(full_file, Path(folder))
        sources = {"classic": folder, "data_utils": full_file}
        for number in range(ROUNDS + 1):
            for loader in sorted(LOADERS, reverse=number % 2):
                figures[loader].append(measure(loader, sources[loader]))
    lines = [
        f"Loading all of CIFAR-10, a process each, files cached, medians of {ROUNDS}:",
        "",
        "| loader | processor seconds | wall seconds | peak MiB |",
        "|---|---|---|---|",
    ]
    for loader, rounds in figures.items():
        cpu, wall, peak = np.median(rounds[1:], axis=0)  # the first round reads from the disk
        lines.append(f"| {loader} | {cpu:.2f} | {wall:.2f} | {peak:.0f} |")
    return lines


if __name__ == "__main__":
    load, source = LOADERS[sys.argv[1]], Path(sys.argv[2])
    before = time.process_time(), time.perf_counter()
    data = load(source)
    seconds = np.subtract((time.process_time(), time.perf_counter()), before)
    # VmHWM and not ru_maxrss, which a child inherits from the process that started it.
    peak = int(Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]) / 1024
    print(*seconds, peak)
