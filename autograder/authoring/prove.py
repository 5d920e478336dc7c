"""Proves the hidden tests of an assignment, thoroughly: what they notice, and what they let pass.

A grader is wrong in two ways: it passes a mistake, or it fails a correct solution. So every mutant
of the reference and every misconception must lose marks, and solutions that are correct but
written otherwise must not, whatever the seed. And what a diagnosis says is compared with what is
known of mistakes that were written independently of the bank.
"""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import numpy as np

from ..course.config import Course, CourseError
from ..files import write_atomically
from ..grading.grader import Grader
from ..grading.task import start_process
from ..intake.modules import Staged
from ..judging.misconceptions import load_bank
from ..judging.reference import load_library, read_library, written_otherwise
from ..report import Report
from .mutants import mutants

SEEDS = range(50)
_INPUTS = 10_000  # on which a mutant listed as equivalent must agree with the reference
_MOST_EQUIVALENT = 0.05  # of all mutants
_LEAST_NAMED = 0.9  # of the mistakes written independently

Track = Callable[..., Iterable]

# In each process of the pool, from _start on: what all its tasks share.
_grader: Grader
_equivalents: ModuleType | None
_reference: ModuleType


def prove(
    course: Course, assignment: str, track: Track, write: bool = False
) -> Iterator[tuple[str, str]]:
    """Check an assignment's tests; yields what was checked, with counts, and what is wrong, or "".

    Args:
        course: the course.
        assignment: the assignment.
        track: iterates and shows how far it has come: (iterable, description=, total=).
        write: whether to write docs/diagnosis-<assignment>.md, which says what the diagnosis made
            of every mistake, and docs/prices-<assignment>.md, which says what each costs.

    Raises:
        CourseError: something that is to be checked is not in order.
        SandboxError: student code cannot be confined here.
    """
    course.check_assignment(assignment)
    with (
        TemporaryDirectory(prefix="autograder-", ignore_cleanup_errors=True) as folder,
        ProcessPoolExecutor(
            len(os.sched_getaffinity(0)),
            mp_context=multiprocessing.get_context("forkserver"),  # threads run here: no fork
            initializer=_start,
            initargs=(course.root, folder, assignment),
        ) as pool,
    ):

        def run(function, files, description):
            return track(pool.map(function, files), description=description, total=len(files))

        yield from _prove_mutants(course, assignment, run)
        yield from _prove_bank(course, assignment, run, write)
        yield from _prove_diagnosis(course, assignment, run, write)
        yield from _prove_correct(course, assignment, run)


def _prove_mutants(course, assignment, run):
    equivalents = course.hidden_module(assignment, "equivalents")
    listed = getattr(equivalents, "EQUIVALENTS", {})
    if listed and not hasattr(equivalents, "compute"):
        raise CourseError(
            f"{equivalents.__file__} lists equivalents, but has no compute(package, rng) that "
            "would prove them"
        )
    made = mutants(course, assignment)
    equivalent = [mutant for mutant in made if mutant.change in listed]
    others = [mutant for mutant in made if mutant.change not in listed]
    noticed = run(_is_noticed, [mutant.files for mutant in others], "mutants")
    survivors = [mutant for mutant, seen in zip(others, noticed, strict=True) if not seen]
    yield (
        f"mutants: {len(made)} generated, {len(survivors)} survive beside those equivalent",
        "; ".join(f"{each.function}: {each.old!r} as {each.new!r}" for each in survivors),
    )
    gone = listed.keys() - {mutant.change for mutant in made}
    too_many = len(equivalent) > _MOST_EQUIVALENT * len(made)
    differing = [
        mutant
        for mutant, differs in zip(
            equivalent, run(_differs, [mutant.files for mutant in equivalent], "equivalents"),
            strict=True,
        )
        if differs
    ]  # fmt: skip
    yield (
        f"equivalent mutants: {len(equivalent)} listed, agree on {_INPUTS:,} inputs each",
        "; ".join(
            [f"EQUIVALENTS has {change}, which is no mutant" for change in sorted(gone)]
            + [f"{each.function}: {each.old!r} differs as {each.new!r}" for each in differing]
            + ["more than 5 % of all mutants"] * too_many
        ),
    )


def _prove_bank(course, assignment, run, write):
    bank, reference = load_bank(course, assignment), read_library(course)
    reports = run(_grade, [entry.apply(reference) for entry in bank], "misconceptions")
    graded = [(entry, report.grades) for entry, report in zip(bank, reports, strict=True)]
    problems = []
    for entry, grades in graded:
        lost = {name for name, each in grades.items() if each["tests"] < each["max_score"]}
        if lost != set(entry.costs):
            problems.append(
                f"{entry.name!r} costs {', '.join(sorted(lost))} and should cost "
                f"{', '.join(entry.costs)}"
            )
    yield f"misconceptions: {len(bank)} cost the cells they name and no others", "; ".join(problems)
    if course.price_mistakes and any(entry.price for entry in bank):
        yield from _prove_prices(course, assignment, graded, write)


def _prove_prices(course, assignment, graded, write):
    """Compare what misconceptions cost with their prices, and with what tests alone would take."""
    cells = [*graded[0][1]]
    rows = [f"| mistake | {' | '.join(cells)} |", f"|---{'|---' * len(cells)}|"]
    problems = []
    for entry, grades in graded:
        row = []
        for cell, each in grades.items():
            price = (entry.price or {}).get(cell)
            taken, cost = (each["max_score"] - each[what] for what in ("tests", "score"))
            if price is None:
                row.append(f"({taken:g})" if taken else "")
                continue
            row.append(f"{price:g} ({taken:g})")
            if price > taken:
                problems.append(
                    f"{entry.name!r} has the price {price:g} in {cell}, tests {taken:g}"
                )
            elif price != cost:
                problems.append(f"{entry.name!r} costs {cost:g} in {cell}, its price is {price:g}")
        rows.append(f"| {entry.name} | {' | '.join(row)} |")
    problems += _document(course, f"prices-{assignment}.md", [*_PRICES, *rows, ""], write)
    priced = sum(bool(entry.price) for entry, _ in graded)
    yield (
        f"prices: {priced} mistakes cost theirs, which are no more than tests take",
        "; ".join(problems),
    )


def _document(course, name, lines, write) -> list[str]:
    """Write a page of the docs, if it is to be; what is wrong with the one that is there."""
    document, content = course.path / "docs" / name, "\n".join(lines).encode()
    if write:
        document.parent.mkdir(exist_ok=True)
        write_atomically(document, content)
    changed = document.is_file() and document.read_bytes() != content
    return [f"docs/{name} would change: say --write"] * changed


_PRICES = [
    "# What mistakes cost",
    "",
    "Written by `autograder validate --thorough --write`. Each row is a misconception of the bank:",
    "its price in each grade cell, in points, and in brackets what the tests alone would take.",
    "",
]


def _prove_diagnosis(course, assignment, run, write):
    """Grade every form of every misconception that was written without looking at the bank."""
    bank = load_bank(course, assignment)
    folder = course.hidden_tests(assignment) / "forms"
    forms = [(entry, path) for entry in bank for path in sorted(folder.glob(f"{entry.slug}/*"))]
    files = [written_otherwise(course, assignment, path) for _, path in forms]
    rows, right, unnamed, wrong = [], 0, 0, []
    for (entry, path), report in zip(forms, run(_grade, files, "diagnosis"), strict=True):
        named = sorted({each["name"] for found in report.diagnosis.values() for each in found})
        right += named == [entry.name]
        unnamed += not named
        if named and named != [entry.name]:
            wrong.append(f"{path.parent.name}/{path.name} is called {', '.join(named)}")
        outcome = ", ".join(named) or "—"
        rows.append(f"| {entry.name} | {path.name} | {outcome} | {report.score:g} |")
    counts = f"{len(forms)} forms, {right} named rightly, {unnamed} not named, {len(wrong)} wrongly"
    page = [*_HEAD, counts + ".", "", *_COLUMNS, *rows, ""]
    changed = _document(course, f"diagnosis-{assignment}.md", page, write)
    strays = {path.name for path in folder.glob("*")} - {entry.slug for entry in bank}
    few = [entry.name for entry in bank if sum(entry is other for other, _ in forms) < 3]
    yield (
        f"diagnosis: {counts}",
        "; ".join(
            wrong
            + [f"forms/{name} is no misconception's" for name in sorted(strays)]
            + [f"fewer than 3 forms of {name!r}" for name in few]
            + ["too few are named"] * (right < _LEAST_NAMED * len(forms))
            + changed
        ),
    )


_HEAD = [
    "# What the diagnosis makes of mistakes",
    "",
    "Written by `autograder validate --thorough --write`. Each row is a submission with one",
    "misconception of the bank, written independently of it, in at least three forms. Off the",
    "diagonal of the confusion matrix are the rows whose second name is another than the first.",
    "",
]
_COLUMNS = ["| misconception | form | named | score |", "|---|---|---|---|"]


def _prove_correct(course, assignment, run):
    folders = sorted(path for path in course.hidden_tests(assignment).glob("correct/*"))
    files = [written_otherwise(course, assignment, folder) for folder in folders]
    failures = run(_failures, files, "correct solutions")
    yield (
        f"correct solutions: {len(folders)} earn full marks with {len(SEEDS)} seeds each",
        "; ".join(
            f"{folder.name}: {failed[0]} (and {len(failed) - 1} more)"
            for folder, failed in zip(folders, failures, strict=True)
            if failed
        ),
    )


def _start(root: str, folder: str, assignment: str) -> None:
    """In each process of the pool: what all its tasks share."""
    global _grader, _equivalents, _reference
    start_process(root, folder)
    course = Course.load(Path(root))
    _grader = Grader(course, assignment, seed=0)
    _equivalents = course.hidden_module(assignment, "equivalents")
    _reference = load_library(read_library(course))


def _is_noticed(files: dict[str, str]) -> bool:
    """Whether any test fails; it stops at the first."""
    return bool(_failed(files, [0], until_failure=True))


def _failures(files: dict[str, str]) -> list[str]:
    """The tests that fail, of all SEEDS."""
    return _failed(files, SEEDS)


def _failed(files, seeds, until_failure=False):
    failed = []
    with _grader.open(_staged(files)) as submission:
        for seed in seeds:
            findings, _ = _grader.tests.run(submission, seed, until_failure=until_failure)
            failed += [
                f"{finding.result.name} with seed {seed}: {finding.result.message}"
                for finding in findings
                if not finding.result.passed
            ]
    return failed


def _grade(files: dict[str, str]) -> Report:
    return _grader.grade_staged(_staged(files))


def _staged(files: dict[str, str]) -> Staged:
    return Staged("proof", {path: text.encode() for path, text in files.items()})


def _differs(files: dict[str, str]) -> bool:
    """Whether a mutant computes anything else than the reference, to the last bit."""
    mutant = load_library(files)
    for seed in range(_INPUTS):
        ours = _compute(_reference, seed)
        try:
            theirs = _compute(mutant, seed)
        except Exception:
            return True
        if len(ours) != len(theirs) or not all(
            map(np.array_equal, ours, theirs, [True] * len(ours))
        ):
            return True
    return False


def _compute(package, seed):
    assert _equivalents is not None  # which lists what is asked about
    return _equivalents.compute(package, np.random.default_rng(seed))
