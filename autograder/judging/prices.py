"""One mistake, one price: what a teacher would take for a known mistake, in place of its tests.

A misconception may say what it costs in each grade cell. Where the mistakes that are known of a
submission, put into the reference, give the very outcome of every test of a cell, nothing else is
wrong with what the cell asks for; then it loses their prices. The outcome is the same if every call
gave the same values, if the same tests fail, and if those that compare with that reference instead
pass. Of a test in which the right reference draws what nothing pins, values say nothing; there, the
end must be the same. Whatever is odd about a submission leaves the cell to its tests.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Sequence
from functools import partial
from types import ModuleType
from typing import cast

import numpy as np

from ..course.config import CourseError
from ..student.remote import StudentError
from ..student.submission import Submission
from .diagnosis import Explanation
from .hidden_tests import HiddenTests
from .plugin import Finding
from .reference import load_library
from .replays import parts, repeats
from .traces import Reader


class Prices:
    """Prices submissions to one assignment, all on inputs drawn from one seed."""

    def __init__(self, tests: HiddenTests, seed: int):
        """Begin; what tests make of a mistaken reference is asked once, as classes share mistakes.

        Args:
            tests, seed: what submissions are graded by.
        """
        self._tests, self._seed = tests, seed
        self._ends: dict[tuple[ModuleType, ModuleType | None], dict] = {}

    def of(
        self,
        submission: Submission,
        known: Explanation,
        findings: Sequence[Finding],
        reference: ModuleType | None = None,
    ) -> dict[str, dict[str, float]]:
        """What known mistakes cost in each grade cell of which they explain everything.

        Args:
            submission: what was run.
            known: what explains the findings.
            findings: of one run of the tests, in the order they ran.
            reference: what that run was compared with, if not with the course's own.

        Returns:
            grade_id -> the mistakes' names -> points.
        """
        reader, cells = Reader(), defaultdict(list)
        for finding in findings:
            trace = list(reader.steps(finding.exchanges))
            cells[finding.result.grade_id].append((finding, trace))
        priced = {}
        for grade_id, tried in cells.items():
            used = {step.subject for _, trace in tried for step in trace}
            if prices := _prices(known, grade_id, used):
                package = load_library(known.files)
                cell = [finding for finding, _ in tried]
                if self._ends_alike(package, reference, cell) and all(
                    each.key in known.drawn or _repeats(package, trace) for each, trace in tried
                ):
                    only = {finding.key for finding in cell}
                    again, _ = self._tests.run(submission, self._seed, only=only, reference=package)
                    if self._ends_alike(package, package, again):
                        priced[grade_id] = prices
        return priced

    def _ends_alike(self, package, reference, cell) -> bool:
        """Whether all tests of a cell ended as on a library of ours, compared with another."""
        if (package, reference) not in self._ends:
            stand_in = cast(Submission, Ours(package))
            try:
                found, _ = self._tests.run(stand_in, self._seed, reference=reference)
            except CourseError:  # no test is made for what it does
                found = []
            self._ends[package, reference] = {each.key: _end(each) for each in found}
        ends = {each.key: _end(each) for each in cell}
        cells = {grade_id for grade_id, _ in ends}
        ours = self._ends[package, reference]
        return ends == {test: end for test, end in ours.items() if test[0] in cells}


def settle(
    priced: dict[str, dict[str, float]], findings: Sequence[Finding]
) -> dict[str, dict[str, float]]:
    """Of prices, those that count: a cell never gets less than its tests gave.

    Args:
        priced: as Prices.of has them.
        findings: of the hidden tests, those that count.
    """
    lost: dict[str, float] = defaultdict(float)
    for finding in findings:
        lost[finding.result.grade_id] += finding.result.points * (not finding.result.passed)
    return {
        grade_id: prices
        for grade_id, prices in priced.items()
        if lost[grade_id] and sum(prices.values()) <= lost[grade_id]
    }


def _prices(known: Explanation, grade_id: str, used: set[str]) -> dict[str, float]:
    """The prices of the mistakes that cost a cell something; empty if one has none there.

    One that was found, not written, has none; it counts wherever its function is called.
    """
    prices = {}
    for function, mistakes in known.mistakes.items():
        for mistake in mistakes:
            if grade_id in mistake.costs or (mistake.edit and function in used):
                if mistake.price is None or grade_id not in mistake.price:
                    return {}
                prices[mistake.name] = mistake.price[grade_id]
    return prices


def _repeats(package, trace) -> bool:
    """Whether a library of ours gives what a submission gave, in every call of a test."""
    with np.errstate(all="ignore"):
        return repeats(package, trace) and all(
            part.alike
            for subject in {step.subject for step in trace}
            for part in parts(package, trace, subject)
        )


def _end(finding: Finding) -> str:
    """How a test ended: what it raised, or what was raised in what it called; "" if it passed."""
    if finding.error is None:
        return ""
    return getattr(finding.error, "kind", type(finding.error).__name__)


class Ours:
    """A library of ours in place of a submission: what hidden tests ask of one, done here.

    Attributes:
        package, exchanges, used, overwritten, last_call, last_result: as a Submission has them.
    """

    def __init__(self, library: ModuleType):
        self.package = _Names(self, library, "")
        self.exchanges: list = []
        self.used: set[str] = set()
        self.overwritten: list[int | str] = []
        self.last_call = self.last_result = ""

    def seed(self, number: int) -> None:
        """Seed the generators that a worker would: a mistake that draws ends as it ended before."""
        random.seed(number)
        np.random.seed(number)

    def call(self, function, *args, **kwargs):
        """Call a function as the worker would: on arrays of its own, with dicts that it shares."""
        given: dict = {**dict(enumerate(args)), **kwargs}
        passed = {
            place: value.copy() if isinstance(value, np.ndarray) else value
            for place, value in given.items()
        }
        try:
            return function(
                *(passed[place] for place in range(len(args))),
                **{name: passed[name] for name in kwargs},
            )
        except Exception as error:
            raise StudentError(str(error), type(error).__name__) from error
        finally:
            self.overwritten = [
                place
                for place, value in given.items()
                if isinstance(value, np.ndarray) and value.tobytes() != passed[place].tobytes()
            ]


class _Names:
    """A package or module of ours, as hidden tests see a submission's."""

    def __init__(self, ours, module, below):
        self._ours, self._module, self._below = ours, module, below

    def __getattr__(self, name):
        if name == "overwritten" and not self._below:
            return self._ours.overwritten
        found = getattr(self._module, name)
        self._ours.used.add(self._below + name)
        if isinstance(found, ModuleType):
            return _Names(self._ours, found, f"{self._below}{name}.")
        return partial(self._ours.call, found) if callable(found) else found
