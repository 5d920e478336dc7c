"""What the course's numpy code costs beside PyTorch's: training, and batch normalization alone.

The experiments are the notebook's, unshortened, on the subset that ships, in one thread each and
interleaved. Needs PyTorch and threadpoolctl, which the course itself does not:

    PYTHONPATH=. python benchmarks/training.py
"""

import os
import platform
import sys
import time
from pathlib import Path

import numpy as np
import torch
from loading import loading_lines
from threadpoolctl import threadpool_info
from torch import nn
from torch.nn import functional as F  # noqa: N812 (the name PyTorch's users know it by)

from nndl.fc_net import FullyConnectedNet
from nndl.layers import batchnorm_backward, batchnorm_forward
from utils import data_utils
from utils.solver import Solver

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "training.md"
# Libraries read these as they are loaded. None: whatever the machine says, let the library choose.
ENVIRONMENT = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "OPENBLAS_CORETYPE": None,
    "OPENBLAS_L2_SIZE": None,
}

EPOCHS, BATCH_SIZE, LEARNING_RATE = 10, 50, 1e-3
DEEP_PAIR = [([100] * 4, 2e-2)]
SWEEP = [([50] * 6, scale) for scale in np.logspace(-4, 0, num=20)]
BATCHNORM_SIZES = [(50, 100), (256, 512), (4096, 1024)]
DEEP_ROUNDS, SWEEP_ROUNDS, BATCHNORM_ROUNDS = 15, 5, 31
DEEP_TARGET, SWEEP_TARGET, BATCHNORM_TARGET = 0.5, 0.7, 2.5


def train_numpy(data, hidden_dims, weight_scale, use_batchnorm):
    """Train as the notebook's `train` does; return the best training accuracy."""
    np.random.seed(0)
    model = FullyConnectedNet(hidden_dims, weight_scale=weight_scale, use_batchnorm=use_batchnorm)
    solver = Solver(
        model,
        data,
        num_epochs=EPOCHS,
        batch_size=BATCH_SIZE,
        update_rule="adam",
        optim_config={"learning_rate": LEARNING_RATE},
        verbose=False,
    )
    solver.train()
    return max(solver.train_acc_history)


def pytorch_net(hidden_dims, weight_scale, use_batchnorm):
    layers, fan_in = [nn.Flatten()], 3 * 32 * 32
    for width in hidden_dims:
        layers.append(nn.Linear(fan_in, width))
        if use_batchnorm:
            layers.append(nn.BatchNorm1d(width))
        layers.append(nn.ReLU())
        fan_in = width
    layers.append(nn.Linear(fan_in, 10))
    for layer in layers:
        if isinstance(layer, nn.Linear):
            nn.init.normal_(layer.weight, std=weight_scale)
            nn.init.zeros_(layer.bias)
    return nn.Sequential(*layers)


def accuracy(model, X, y):
    model.eval()
    with torch.no_grad():
        correct = (model(X).argmax(dim=1) == y).float().mean().item()
    model.train()
    return correct


def train_pytorch(data, hidden_dims, weight_scale, use_batchnorm):
    """What Solver does, as a user of PyTorch writes it; return the best training accuracy."""
    torch.manual_seed(0)
    model = pytorch_net(hidden_dims, weight_scale, use_batchnorm)
    optimizer = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    X, y = data["X_train"], data["y_train"]
    per_epoch = len(X) // BATCH_SIZE
    losses, train_accs, val_accs, best = [], [], [], {}
    for iteration in range(EPOCHS * per_epoch):
        rows = torch.randint(len(X), (BATCH_SIZE,))
        loss = F.cross_entropy(model(X[rows]), y[rows])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
        if iteration == 0 or (iteration + 1) % per_epoch == 0:
            train_accs.append(accuracy(model, X, y))
            val_accs.append(accuracy(model, data["X_val"], data["y_val"]))
            if val_accs[-1] > max(val_accs[:-1], default=0):
                best = {name: value.clone() for name, value in model.state_dict().items()}
    if best:
        model.load_state_dict(best)
    return max(train_accs)


def experiment(train, data, nets):
    """A function that trains each net with and without batch normalization."""
    return lambda: [train(data, *net, normalised) for net in nets for normalised in (True, False)]


def batchnorm_numpy(x, gamma, beta, dout):
    def run():
        out, cache = batchnorm_forward(x, gamma, beta, bn_param)
        return out, *batchnorm_backward(dout, cache)

    bn_param = {"mode": "train"}
    return run


def batchnorm_pytorch(x, gamma, beta, dout):
    def run():
        out = F.batch_norm(x, mean, var, gamma, beta, training=True, momentum=0.1, eps=1e-5)
        return out.detach(), *torch.autograd.grad(out, inputs, dout)

    x, gamma, beta, dout = map(torch.from_numpy, (x, gamma, beta, dout))
    mean, var = torch.zeros_like(gamma), torch.zeros_like(gamma)
    inputs = [tensor.requires_grad_() for tensor in (x, gamma, beta)]
    return run


def batchnorm_pair(shape, dtype):
    """Both libraries' forward and backward pass on the same arrays, proved to agree."""
    rng = np.random.default_rng(0)
    x, dout = (rng.normal(size=shape).astype(dtype) for _ in range(2))
    gamma, beta = (rng.normal(size=shape[1]).astype(dtype) for _ in range(2))
    pair = [make(x, gamma, beta, dout) for make in (batchnorm_numpy, batchnorm_pytorch)]
    tolerance = 1e-3 if dtype == np.float32 else 1e-10
    for ours, theirs in zip(*(run() for run in pair), strict=True):
        np.testing.assert_allclose(ours, theirs.numpy(), rtol=tolerance, atol=tolerance)
    return pair


def interleaved(pair, rounds, calls=1):
    """Time two functions in turns; which of them goes first changes from round to round.

    Returns:
        processor and wall seconds of one call, an array (2, rounds, 2), and what each function
        returned when it was called before, unmeasured.
    """
    seconds = np.empty((2, rounds, 2))
    results = [run() for run in pair]
    for number in range(rounds):
        for which in (0, 1) if number % 2 else (1, 0):
            before = time.process_time(), time.perf_counter()
            for _ in range(calls):
                pair[which]()
            after = time.process_time(), time.perf_counter()
            seconds[which, number] = np.subtract(after, before) / calls
    return seconds, results


def spread(seconds, unit):
    """Median and quartiles in words; `unit` is (name, its seconds)."""
    low, middle, high = np.quantile(seconds, [0.25, 0.5, 0.75]) / unit[1]
    return f"{middle:.3g} ({low:.3g}-{high:.3g}) {unit[0]}"


def row(name, seconds, target, unit):
    """A line of the table: processor time of both, and the ratios of the medians."""
    cpu, wall = np.moveaxis(seconds, -1, 0)
    ratio, wall_ratio = (np.divide(*np.median(times, axis=1)) for times in (cpu, wall))
    cells = [name, *(spread(times, unit) for times in cpu), f"{ratio:.2f}", f"{wall_ratio:.2f}"]
    verdict = "holds" if ratio <= target else "**fails**"
    return f"| {' | '.join(cells)} | {target} | {verdict} |"


def heading(title):
    """What opens a page: the title, the machine, and the head of the table."""
    blas = [
        f"{pool['internal_api']} {pool['version']}, kernel {pool['architecture']}"
        for pool in threadpool_info()
        if pool["user_api"] == "blas"
    ]
    return [
        f"# {title}",
        "",
        f"Python {platform.python_version()}, numpy {np.__version__} ({'; '.join(blas)}), PyTorch "
        f"{torch.__version__} (eager, {torch.backends.cpu.get_cpu_capability()}), {os.cpu_count()} "
        f"cores, {platform.system()} {platform.machine()}. One thread each, interleaved in one "
        "process.",
        "",
        "Processor time, median (quartiles); the ratios are numpy / PyTorch, of the medians.",
        "",
        "| | numpy | PyTorch | ratio | of wall times | target | |",
        "|---|---|---|---|---|---|---|",
    ]


def in_one_thread(main):
    """Run main in an environment of one thread each: from the start, as libraries want it."""
    wanted = {name: value for name, value in os.environ.items() if name not in ENVIRONMENT}
    wanted |= {name: value for name, value in ENVIRONMENT.items() if value is not None}
    if wanted != dict(os.environ):
        os.execve(sys.executable, [sys.executable, *sys.argv], wanted)
    torch.set_num_threads(1)
    main()


def main():
    full_file = data_utils.FULL_FILE
    data_utils.FULL_FILE = data_utils.SUBSET_FILE.with_name("absent.npz")
    data = data_utils.get_CIFAR10_data(num_training=1000)
    tensors = {name: torch.from_numpy(array) for name, array in data.items()}

    lines, accuracies = heading("The course's numpy code beside PyTorch's"), []
    for name, nets, rounds, target in (
        ("deep pair", DEEP_PAIR, DEEP_ROUNDS, DEEP_TARGET),
        ("sweep", SWEEP, SWEEP_ROUNDS, SWEEP_TARGET),
    ):
        pair = experiment(train_numpy, data, nets), experiment(train_pytorch, tensors, nets)
        seconds, results = interleaved(pair, rounds)
        lines.append(row(name, seconds, target, ("s", 1)))
        ours, theirs = np.mean(results, axis=1)
        accuracies.append(f"{ours:.2f} and {theirs:.2f} in the {name}")
        print(lines[-1], flush=True)
    for dtype in np.float32, np.float64:
        for shape in BATCHNORM_SIZES:
            calls = max(1, 2_000_000 // (shape[0] * shape[1]))
            seconds, _ = interleaved(batchnorm_pair(shape, dtype), BATCHNORM_ROUNDS, calls)
            name = f"batchnorm {shape}, {dtype.__name__}"
            lines.append(row(name, seconds, BATCHNORM_TARGET, ("ms", 1e-3)))
            print(lines[-1], flush=True)
    lines += [
        "",
        f"Rounds: {DEEP_ROUNDS} of the deep pair, {SWEEP_ROUNDS} of the sweep, {BATCHNORM_ROUNDS} "
        "of each batchnorm (forward and backward pass). To see that both learn: the mean of the "
        f"nets' best training accuracies, numpy's and PyTorch's, is {', '.join(accuracies)}.",
        "",
        *loading_lines(full_file),
        "",
    ]
    RESULTS.write_text("\n".join(lines))
    print(RESULTS.read_text())


if __name__ == "__main__":
    in_one_thread(main)
