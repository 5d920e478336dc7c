"""What the sandbox costs an honest submission: the same worker with and without it.

Runs the hidden tests on the same submissions under both backends, interleaved, and compares the
processor time that the worker's processes used after they had started.

    python benchmarks/sandbox.py [SUBMISSIONS]
"""

import os
import platform
import statistics
import sys
from itertools import chain
from pathlib import Path

import numpy as np

from autograder.course.config import Course
from autograder.grading.grader import Grader
from autograder.sandbox.watch import descendants

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "sandbox.md"
ASSIGNMENT = "batchnorm"


def cpu_seconds(process) -> float:
    """Processor time of a process and of everything below it that still runs."""
    tasks = chain.from_iterable(
        Path(f"/proc/{pid}/task").iterdir() for pid in descendants(process.pid)
    )
    return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9


def measure(grader, tests, staged, seed) -> tuple[float, float]:
    """Processor time of starting a worker with its modules, and of all hidden tests after that."""
    with grader.open(staged) as submission:
        _ = submission.package.fc_net
        started = cpu_seconds(submission.process)
        findings, _ = tests.run(submission, seed)
        assert all(finding.result.passed for finding in findings)
        return started, cpu_seconds(submission.process) - started


def main(count: int) -> None:
    course = Course.load(ROOT)
    without = Course.load(ROOT)
    without.config.Sandbox.backend = "none"
    times = {"bubblewrap": [], "none": []}
    graders = {
        "bubblewrap": Grader(course, ASSIGNMENT, 0),
        "none": Grader(without, ASSIGNMENT, 0),
    }
    tests = graders["none"].tests
    for number in range(count):
        staged = graders["none"].intake.stage(ROOT, str(number))
        order = sorted(graders) if number % 2 else sorted(graders, reverse=True)
        for backend in order:
            # Another seed for each submission, the same for both backends.
            times[backend].append(measure(graders[backend], tests, staged, number))
    RESULTS.write_text(report(times, count))
    print(RESULTS.read_text())


def report(times, count) -> str:
    lines = [
        f"# The sandbox's cost, {count} submissions under each backend, interleaved",
        "",
        f"Python {platform.python_version()}, numpy {np.__version__}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}. Processor seconds, median (quartiles).",
        "",
        "| backend | start-up | all hidden tests |",
        "|---|---|---|",
    ]
    medians = {}
    for backend, pairs in times.items():
        cells = []
        for values in zip(*pairs, strict=True):
            low, middle, high = statistics.quantiles(values, n=4)
            cells.append(f"{middle:.3f} ({low:.3f}-{high:.3f})")
            medians[backend] = middle
        lines.append(f"| {backend} | {' | '.join(cells)} |")
    ratio = medians["bubblewrap"] / medians["none"]
    lines += ["", f"Ratio of the medians, start-up apart: {ratio:.2f}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 50)
