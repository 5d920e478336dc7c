"""What a diagnosis adds to grading a wrong submission: the same submissions with and without it.

Grades every misconception of the bank both ways, interleaved, and compares processor time, the
sandbox's included.

    python benchmarks/diagnosis.py [ROUNDS]
"""

import os
import platform
import statistics
import sys
import tempfile
from pathlib import Path

from autograder.course.config import Course
from autograder.grading.grader import Grader
from autograder.judging.misconceptions import load_bank
from autograder.judging.reference import read_library

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "diagnosis.md"
ASSIGNMENT = "batchnorm"


def measure(grader, folder, bank) -> float:
    grader.known.bank = bank
    return grader.grade(folder).cpu_seconds


def main(rounds: int) -> None:
    course = Course.load(ROOT)
    bank, reference = load_bank(course, ASSIGNMENT), read_library(course)
    times = {"with": [], "without": []}
    with tempfile.TemporaryDirectory() as folder, Grader(course, ASSIGNMENT, 0) as grader:
        for entry in bank:
            for path, text in entry.apply(reference).items():
                file = Path(folder, entry.slug, path)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(text)
        for turn in range(rounds):
            for entry in bank:
                for kind in sorted(times, reverse=turn % 2):
                    seconds = measure(grader, Path(folder, entry.slug), bank * (kind == "with"))
                    times[kind].append(seconds)
    medians = {kind: statistics.median(values) for kind, values in times.items()}
    totals = {kind: sum(values) for kind, values in times.items()}
    lines = [
        f"# What a diagnosis costs, {len(bank)} wrong submissions, {rounds} rounds, interleaved",
        "",
        f"Python {platform.python_version()}, {os.cpu_count()} cores, {platform.system()} "
        f"{platform.machine()}. Processor seconds of grading one submission.",
        "",
        "| diagnosis | median | all together |",
        "|---|---|---|",
        *(f"| {kind} | {medians[kind]:.3f} | {totals[kind]:.1f} |" for kind in times),
        "",
        f"Ratio of all together: {totals['with'] / totals['without']:.2f}; of the medians: "
        f"{medians['with'] / medians['without']:.2f}",
        "",
    ]
    RESULTS.write_text("\n".join(lines))
    print(RESULTS.read_text())


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 3)
