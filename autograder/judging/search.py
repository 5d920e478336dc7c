"""Which mistakes, put into a library, compute what a student's function computed.

One mistake, or two each of which puts right a part of what is wrong. How far it goes is counted in
tries, not in seconds: what is found, and so excused, is the same on any machine.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType

import numpy as np

from ..course.config import CourseError
from .misconceptions import Misconception
from .reference import load_library
from .replays import Part, parts
from .traces import Trace

_MOST_TRIES = 4_000  # libraries that are tried for one function
_TELLING = 4  # tests by which it is told what a mistake puts right
_MOST_HALVES = 12  # mistakes that put right a part, each of which is tried with each


@dataclass(frozen=True)
class Variant:
    """The reference with mistakes in it.

    Attributes:
        files: the library: path -> text.
        exact: forward passes whose backward passes are their gradients, see load_library.
    """

    files: dict[str, str]
    exact: frozenset[str] = frozenset()

    def load(self) -> ModuleType:
        return load_library(self.files, self.exact)

    def make(self, mistakes: Iterable[Misconception]) -> Variant:
        """With more mistakes in it.

        Raises:
            CourseError: one changes what another has changed.
        """
        files = self.files
        for each in mistakes:
            files = each.apply(files)
        return Variant(files, self.exact)


Mistakes = tuple[Misconception, ...]


class Search:
    """The search for what explains one function, on a library that explains those before it.

    Attributes:
        variant: that library.
    """

    def __init__(
        self,
        variant: Variant,
        traces: Sequence[Trace],
        subject: str,
        explained: Sequence[str],
        make: Callable[[Variant, Misconception], Variant],
    ):
        """Replay the tests on the library as it is.

        Args:
            variant: the library.
            traces: the tests that can be replayed.
            subject: the function.
            explained: those before it, which must stay explained.
            make: puts one mistake into a library, see Variant.make.
        """
        self.variant, self._subject = variant, subject
        self._explained, self._make = explained, make
        # What the library itself does not reproduce, most mistakes do not either.
        self._traces = sorted(traces, key=lambda each: not departs(variant, [each], subject))
        self._telling = self._differing()[:_TELLING]
        self._tries = 0
        self._alike, _ = self._parts(variant)
        self._tried: list[tuple[Misconception, frozenset]] = []

    def on(self, variant: Variant) -> Search:
        """The same search on another library."""
        return Search(variant, self._traces, self._subject, self._explained, self._make)

    def fits(self, variant: Variant) -> bool:
        """Whether a library computes in every test what the student's functions did."""
        return not any(
            departs(variant, self._traces, each) for each in (self._subject, *self._explained)
        )

    def one(self, candidates: Iterable[Misconception]) -> list[Mistakes]:
        """Those of which one alone explains the function."""
        found: list[Mistakes] = []
        for each in candidates:
            variant = self._variant((each,))
            if variant is None:
                continue
            alike, all_alike = self._parts(variant)
            if all_alike and self._explains((each,), variant):
                found.append((each,))
            else:
                self._tried.append((each, alike))
        return found

    def two_halves(self) -> list[Mistakes]:
        """The pairs which explain the function, where each puts right another part of it.

        They are of the candidates that `one` was asked about.
        """
        better = [each for each in self._tried if each[1] - self._alike][:_MOST_HALVES]
        return [
            (one, other)
            for (one, these), (other, those) in itertools.combinations(better, 2)
            if these - those and those - these and self._explains((one, other))
        ]

    def _differing(self) -> list[Trace]:
        """Tests that the library does not reproduce: the shortest of each kind of departure."""
        package = self.variant.load()
        kinds: dict[frozenset, Trace] = {}
        with np.errstate(all="ignore"):
            for trace in sorted(self._traces, key=len):
                wrong = {
                    part.place for part in parts(package, trace, self._subject) if not part.alike
                }
                if wrong:
                    kinds.setdefault(frozenset(wrong), trace)
        return [*kinds.values()]

    def _explains(self, mistakes: Mistakes, variant: Variant | None = None) -> bool:
        variant = variant or self._variant(mistakes)
        return (
            variant is not None and self.fits(variant) and not self._contradicted(mistakes, variant)
        )

    def _variant(self, mistakes: Mistakes) -> Variant | None:
        self._tries += 1
        if self._tries > _MOST_TRIES:
            return None
        try:
            variant = self.variant
            for each in mistakes:
                variant = self._make(variant, each)
            return variant
        except CourseError:  # it changes what one already found has changed
            return None

    def _contradicted(self, mistakes: Mistakes, variant: Variant) -> bool:
        """Whether a function that is not explained would be yet another with these mistakes."""
        others = {name for each in mistakes for name in each.changes} - {
            self._subject,
            *self._explained,
        }
        return any(
            _parts(self.variant, self._traces, name)[0] - _parts(variant, self._traces, name)[0]
            for name in others
        )

    def _parts(self, variant: Variant) -> tuple[frozenset, bool]:
        return _parts(variant, self._telling, self._subject)


def departs(variant: Variant, traces: Sequence[Trace], subject: str) -> bool:
    """Whether a library answers otherwise for a function than the student's code did."""
    return first_departure(variant, traces, subject) is not None


def first_departure(
    variant: Variant,
    traces: Iterable[Trace],
    subject: str,
    counts: Callable[[Part], bool] = lambda part: True,
) -> tuple[Trace, Part] | None:
    """The first thing that a library computes otherwise than the student's code did.

    Args:
        variant: the library.
        traces: the tests, replayed in this order.
        subject: the function.
        counts: which parts of what it computes count.
    """
    package = variant.load()
    for trace in traces:
        if any(step.subject == subject for step in trace):
            with np.errstate(all="ignore"):
                for part in parts(package, trace, subject):
                    if not part.alike and counts(part):
                        return trace, part
    return None


def _parts(variant: Variant, traces: Sequence[Trace], subject: str) -> tuple[frozenset, bool]:
    """What a library computes for a function as the student's code did, and whether all is so."""
    package = variant.load()
    alike, all_alike = set(), True
    with np.errstate(all="ignore"):
        for number, trace in enumerate(traces):
            for place, part in enumerate(parts(package, trace, subject)):
                if part.alike:
                    alike.add((number, place))
                all_alike &= part.alike
    return frozenset(alike), all_alike
