"""Proves the hidden tests of an assignment, thoroughly: what they notice, and what they let pass.

A grader is wrong in two ways: it passes a mistake, or it fails a correct solution. So every mutant
of the reference and every misconception must lose marks, and solutions that are correct but
written otherwise must not, whatever the seed. And what a diagnosis says is compared with what is
known of mistakes that were written independently of the bank.
"""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType

import numpy as np

from ..course.config import Course, CourseError
from ..grading.grader import Grader
from ..grading.task import start_process
from ..intake.modules import Staged
from ..judging.reference import load_library, read_library, written_otherwise
from ..report import Report
from .mutants import mutants
from .prove_bank import prove_bank, prove_diagnosis

SEEDS = range(50)
_INPUTS = 10_000  # on which a mutant listed as equivalent must agree with the reference
_MOST_EQUIVALENT = 0.05  # of all mutants

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

        def graded(files, description):
            return run(_grade, files, description)

        yield from prove_bank(course, assignment, graded, write)
        yield from prove_diagnosis(course, assignment, graded, write)
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


def _prove_correct(course, assignment, run):
    folders = sorted(path for path in course.hidden_tests(assignment).glob("correct/*"))
    files = written_otherwise(course, assignment, folders)
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
            # Each seed is a grading of its own, with the time of one.
            submission.deadline = time.monotonic() + _grader.sandbox.wall_seconds
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
