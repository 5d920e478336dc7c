"""What wrong submissions earn: those that try to buy marks, and those with honest mistakes.

    python -m benchmarks.excuses SCORES.json [COUNT]      # grade, COUNT (1,000) generated ones
    python -m benchmarks.excuses --compare BEFORE.json AFTER.json

The submissions are tests/hostile/excuses/, written by somebody who had not seen the rule, and the
bank and forms of batchnorm. To compare two versions, run it in a checkout of each, with this file
and tests/hostile/excuses/ copied to the older.
"""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from autograder.course.config import Course
from autograder.course.regions import library
from autograder.grading.grader import Grader
from autograder.judging.misconceptions import load_bank
from autograder.judging.reference import read_library
from tests.hostile.excuses import buys, forward_passes, nonsense

ROOT = Path(__file__).parents[1]
ASSIGNMENT, SEED = "batchnorm", 0


def submissions(course: Course, count: int):
    """(kind, name, library as path -> text) of every submission."""
    released = {name: text.decode() for name, text in library(course, ASSIGNMENT).items()
                if name.startswith("nndl/")}  # fmt: skip
    reference = read_library(course)

    def added(base, files):
        return base | {
            f"nndl/{name}": f"{released[f'nndl/{name}']}\n\n{text}" for name, text in files.items()
        }

    for name, files in forward_passes.generate(count):
        yield "generated", name, added(released, files)
    for name, files, *_ in buys.ATTACKS:
        yield "by hand", name, added(released, files)
    for name, files, _ in nonsense.TABLE:
        yield "nonsense", name, added(released, files)
    for entry in load_bank(course, ASSIGNMENT):
        yield "bank", entry.name, entry.apply(reference)
        for form in sorted((course.hidden_tests(ASSIGNMENT) / "forms").glob(f"{entry.slug}/*")):
            files = {path.name: path.read_text() for path in form.glob("*.py")}
            yield "forms", f"{entry.name}, {form.name}", added(reference, files)


def start() -> None:
    global grader
    grader = Grader(Course.load(ROOT), ASSIGNMENT, SEED)


def grade(each) -> tuple[str, str, dict[str, float]]:
    kind, name, files = each
    with TemporaryDirectory() as folder:
        for path, text in files.items():
            Path(folder, path).parent.mkdir(exist_ok=True)
            Path(folder, path).write_text(text)
        report = grader.grade(Path(folder))
    return kind, name, {cell: earned["score"] for cell, earned in report.grades.items()}


def compare(before: list, after: list) -> None:
    """Print what each kind earned then and now, and whose marks moved most."""
    then = {(kind, name): scores for kind, name, scores in before}
    moved = defaultdict(list)
    for kind, name, scores in after:
        was, now = sum(then[kind, name].values()), sum(scores.values())
        moved[kind].append((now - was, was, now, name))
    print("| submissions | number | mean before | mean now | earn less | earn more |")
    print("|---|---|---|---|---|---|")
    for kind, rows in moved.items():
        means = [sum(row[column] for row in rows) / len(rows) for column in (1, 2)]
        less, more = sum(row[0] < 0 for row in rows), sum(row[0] > 0 for row in rows)
        print(f"| {kind} | {len(rows)} | {means[0]:.1f} | {means[1]:.1f} | {less} | {more} |")
    for kind, rows in moved.items():
        for change, was, now, name in [*sorted(rows)[:3], *sorted(rows)[-3:]]:
            print(f"- {kind}, {name}: {was:g} → {now:g} ({change:+g})")


def main(words: list[str]) -> None:
    if words[:1] == ["--compare"]:
        compare(*(json.loads(Path(word).read_text()) for word in words[1:]))
        return
    path, count = words[0], int(words[1]) if words[1:] else 1000
    each = list(submissions(Course.load(ROOT), count))
    with ProcessPoolExecutor(2, initializer=start) as pool:
        scores = []
        for done, result in enumerate(pool.map(grade, each), start=1):
            scores.append(result)
            if done % 100 == 0:
                print(f"{done} of {len(each)}", file=sys.stderr)
    Path(path).write_text(json.dumps(scores, indent=0))


if __name__ == "__main__":
    main(sys.argv[1:])
