"""Which misconception computes what this student computed.

While hidden tests run, their traffic with the worker is kept. Here it is replayed, in this process,
on the reference with one misconception after another in it. The one that gives what the student's
code gave, in every call of the function that is wrong, explains it; if none does, or several,
nothing is said. Tests in which the reference draws what nothing pins, as dropout does, cannot be
replayed, and are left out. Nothing of the student's runs here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from types import ModuleType

import numpy as np

from ..course.config import CourseError
from ..sandbox.inside.messages import Value
from .misconceptions import Misconception
from .plugin import Finding
from .reference import load_library
from .traces import Reader, Step, first_unlike, repeats


@dataclass(frozen=True)
class Variant:
    """The reference with mistakes in it.

    Attributes:
        files: the library: path -> text.
        exact: layers whose backward pass is the gradient of their forward pass, see load_library.
    """

    files: dict[str, str]
    exact: frozenset[str] = frozenset()

    def load(self) -> ModuleType:
        return load_library(self.files, self.exact)

    def make(self, misconception: Misconception) -> Variant:
        """With one more mistake in it.

        Raises:
            CourseError: it changes what one that is in it already has changed.
        """
        return Variant(misconception.apply(self.files), self.exact)


@dataclass
class Explanation:
    """What is known of a submission's functions.

    Attributes:
        order: the functions that tests call, in the order in which they first use them.
        mistakes: the misconceptions found, by the function whose values each explains.
        causes: what explains the values of a function, mistakes of those before it included;
            nothing, for one that is right. A function that is not among them is wrong in a way
            that no misconception explains, or computes what cannot be replayed.
        departures: of those: the first failed test in which values depart from the reference's.
    """

    order: list[str] = field(default_factory=list)
    mistakes: dict[str, Misconception] = field(default_factory=dict)
    causes: dict[str, list[Misconception]] = field(default_factory=dict)
    departures: dict[str, Finding] = field(default_factory=dict)

    def about(self, finding: Finding) -> str | None:
        """The function a test is about, the last of those it uses; None if it calls none."""
        used = [name for name in self.order if name in finding.used]
        return used[-1] if used else None

    def depart(self, subject: str, variant: Variant, failed: list[tuple[list[Step], Finding]]):
        """Note where a function's values first depart from a library's, in its own tests first.

        Args:
            subject: the function.
            variant: the library.
            failed: the tests that failed, with what happened in them.
        """
        for trace, finding in sorted(failed, key=lambda each: self.about(each[1]) != subject):
            if _departure(variant, [trace], subject, values=True):
                self.departures[subject] = finding
                return

    def causes_of(self, finding: Finding) -> list[Misconception]:
        """What explains a failed test."""
        return self.causes.get(self.about(finding) or "", [])


def explain(
    bank: Sequence[Misconception], library: dict[str, str], findings: Sequence[Finding]
) -> Explanation:
    """What explains what a submission's functions computed.

    Functions are taken in the order in which tests first use them. What explains one is kept in
    the library for the next, as a wrong forward pass changes what its backward pass returns.

    Args:
        bank: the assignment's misconceptions.
        library: the reference: path -> text.
        findings: of the hidden tests, in the order they ran.
    """
    reader = Reader()
    told = [(list(reader.steps(finding.exchanges)), finding) for finding in findings]
    result = Explanation(list(dict.fromkeys(step.subject for trace, _ in told for step in trace)))
    variant = Variant(library)
    traces = [trace for trace, _ in told]
    if any(_departure(variant, traces, subject) for subject in result.order):
        with np.errstate(all="ignore"):
            told = [each for each in told if repeats(variant.load(), each[0])]
        traces = [trace for trace, _ in told]
    failed = [(trace, finding) for trace, finding in told if not finding.result.passed]
    for subject in result.order:
        if not any(step.subject == subject for trace in traces for step in trace):
            continue  # all it computed was drawn: nothing is known of it
        telling = _departure(variant, traces, subject)
        if telling is None:
            result.causes[subject] = list(result.mistakes.values())
            continue
        # What the library itself does not reproduce, most misconceptions do not either.
        traces = [telling, *(trace for trace in traces if trace is not telling)]

        def fits(variant, traces=traces, subject=subject):
            # Those before are explained already, and must stay so.
            return all(
                _departure(variant, traces, each) is None for each in (subject, *result.causes)
            )

        layer = subject.removesuffix("_backward")
        if f"{layer}_forward" in result.mistakes:
            exact = Variant(variant.files, variant.exact | {layer})
            if fits(exact):
                variant, result.causes[subject] = exact, []
                continue
        matches = []
        for misconception in bank:
            try:
                mistaken = variant.make(misconception)
            except CourseError:  # it changes what one already found has changed
                continue
            if fits(mistaken):
                matches.append((misconception, mistaken))
        if len(matches) == 1:
            ((misconception, variant),) = matches
            result.mistakes[subject] = misconception
            result.causes[subject] = [misconception]
        else:
            result.depart(subject, variant, failed)
    return result


def _departure(variant, traces, subject, values=False) -> list[Step] | None:
    """The first test in which a library answers for a function otherwise, or with other values."""
    package = variant.load()
    with np.errstate(all="ignore"):
        for trace in traces:
            if any(step.subject == subject for step in trace):
                step = first_unlike(package, trace, subject)
                if step and (not values or isinstance(step.answer, Value)):
                    return trace
    return None
