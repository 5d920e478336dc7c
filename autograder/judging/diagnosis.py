"""Which mistake computes what this student computed.

While hidden tests run, their traffic with the worker is kept. Here it is replayed, in this process,
on the reference with one mistake after another in it. The one that gives what the student's code
gave, in every call of the function that is wrong, explains it. If none does, or several do that
differ in words, nothing is named, and it is said what departs first from the reference, and how.
Tests in which the reference draws what nothing pins, as dropout does, cannot be replayed, and are
left out. Nothing of the student's runs here.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from ..sandbox.inside.messages import Value
from .departures import describe
from .edits import Edit
from .gradients import depends_alike
from .known import Known
from .passes import backward_of, forward_of
from .plugin import Finding, Key
from .replays import Part, repeats
from .search import Mistakes, Search, Variant, departs, first_departure
from .traces import Reader, Trace


@dataclass
class Explanation:
    """What is known of a submission's functions.

    Attributes:
        order: the functions that tests call, in the order in which they first use them.
        mistakes: the mistakes found, by the function whose values they explain.
        causes: what explains the values of a function, mistakes of those before it included;
            nothing, for one that is right. A function that is not among them is wrong in a way
            that nothing explains, or computes what cannot be replayed.
        departures: of those: the first failed test in which values depart from the reference's,
            and what departs, and how.
        files: the library with these mistakes in it: path -> text.
        moved: the keys of the failed tests in which anything departs from the reference.
        drawn: the tests that were left out, as the reference draws in them: grade cell and name.
    """

    order: list[str] = field(default_factory=list)
    mistakes: dict[str, Mistakes] = field(default_factory=dict)
    causes: dict[str, Mistakes] = field(default_factory=dict)
    departures: dict[str, tuple[Finding, str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    moved: set[Key] = field(default_factory=set)
    drawn: set[Key] = field(default_factory=set)

    def about(self, finding: Finding) -> str | None:
        """The function a test is about, the last of those it uses; None if it calls none."""
        used = [name for name in self.order if name in finding.used]
        return used[-1] if used else None

    def causes_of(self, finding: Finding) -> Mistakes:
        """What explains a failed test. Nothing does if all it computes is right, but a shape."""
        if finding.key not in self.moved:
            return ()
        causes = self.causes.get(self.about(finding) or "", ())
        return tuple(each for each in causes if each.may_cost(finding.result.grade_id))


def explain(known: Known, findings: Sequence[Finding]) -> Explanation:
    """What explains what a submission's functions computed.

    Functions are taken in the order in which tests first use them. What explains one is kept in
    the library for the next, as a wrong forward pass changes what its backward pass returns.

    Args:
        known: what may.
        findings: of the hidden tests, in the order they ran.
    """
    reader = Reader()
    told = [(list(reader.steps(finding.exchanges)), finding) for finding in findings]
    result = Explanation(list(dict.fromkeys(step.subject for trace, _ in told for step in trace)))
    if all(finding.result.passed for finding in findings):
        return result  # nothing asks why
    reference = variant = Variant(known.library)
    traces = [trace for trace, _ in told]
    if any(departs(reference, traces, subject) for subject in result.order):
        with np.errstate(all="ignore"):
            again = [repeats(reference.load(), trace) for trace, _ in told]
        result.drawn = {
            finding.key for (_, finding), same in zip(told, again, strict=True) if not same
        }
        told = [each for each, same in zip(told, again, strict=True) if same]
        traces = [trace for trace, _ in told]
    failed = [(trace, finding) for trace, finding in told if not finding.result.passed]
    result.moved = {
        finding.key
        for trace, finding in failed
        if any(departs(reference, [trace], subject) for subject in result.order)
    }
    for subject in result.order:
        if not any(step.subject == subject for trace in traces for step in trace):
            continue  # all it computed was drawn: nothing is known of it
        if not departs(variant, traces, subject):
            result.causes[subject] = tuple(
                each for mistakes in result.mistakes.values() for each in mistakes
            )
            continue
        search = Search(variant, traces, subject, [*result.causes], known.variant)
        forward = forward_of(subject)
        if forward in result.mistakes:
            exact = Variant(variant.files, variant.exact | {forward})
            if search.fits(exact):
                variant, result.causes[subject] = exact, ()
                continue
        # What stands on what is not known cannot be; and no slip is behind what only raises.
        further = {*result.order[: result.order.index(subject)]} <= result.causes.keys() and bool(
            first_departure(variant, traces, subject, counts=_is_value)
        )
        mistakes, mistaken = _found(known, search, subject, traces, further)
        if mistakes:
            result.mistakes[subject] = result.causes[subject] = mistakes
            variant = mistaken
        else:
            _depart(result, subject, variant, failed)
    result.files = variant.files
    return result


def _found(known: Known, search: Search, subject: str, traces: Sequence[Trace], further: bool):
    """The mistakes that explain a function, and the library with them; nothing if none do."""
    ways = [way for each in known.bank for way in each.ways]
    if (matches := search.one(ways)) or not further:
        return _only(search, matches)
    if matches := search.two_halves():
        return _only(search, matches)
    others = known.others if search.variant.files == known.library else []
    for number, each in enumerate([search, *(search.on(Variant(files)) for files in others)]):
        candidates = known.edits(number, subject)
        if matches := each.one(mistake for _, mistake in candidates):
            fitting = [edit for edit, mistake in candidates if (mistake,) in matches]
            return _in_one_place(known, each, fitting, number == 0, subject, traces)
        if matches := each.two_halves():
            return _only(each, matches)
    return (), search.variant


def _only(search: Search, matches: Sequence[Mistakes]):
    fewest = min((sum(bool(each.edit) for each in mistakes) for mistakes in matches), default=0)
    matches = [each for each in matches if sum(bool(one.edit) for one in each) == fewest]
    if len({tuple(each.name for each in mistakes) for mistakes in matches}) != 1:
        return (), search.variant
    # Two slips at once may make of a function one whose gradient is easy.
    mistakes = tuple(replace(each, excuses=each.excuses and not each.edit) for each in matches[0])
    return mistakes, search.variant.make(mistakes)


def _in_one_place(known, search, fitting: Sequence[Edit], excuses, subject, traces):
    """The edits that explain a function as one mistake, if they say the same of it."""
    if len({(edit.function, edit.quantity) for edit in fitting}) > 1:
        return (), search.variant
    one_kind = len({edit.kind for edit in fitting}) == 1
    mistake = known.mistake(fitting[0], excuses, kind=one_kind)
    if excuses and not _as_hard(known, search.variant.make([mistake]), subject, traces):
        mistake = replace(mistake, excuses=False)
    return (mistake,), search.variant.make([mistake])


def _as_hard(known: Known, mistaken: Variant, subject: str, traces: Sequence[Trace]) -> bool:
    """Whether what is built on a mistaken function is no easier than on the right one.

    Asked of forward passes, on what tests of their backward passes gave them.
    """
    backward = backward_of(subject)
    functions = [
        operator.attrgetter(subject)(variant.load())
        for variant in (Variant(known.library), mistaken)
    ]
    calls = [
        step.operands[1:]
        for trace in traces
        if backward != subject and any(step.subject == backward for step in trace)
        for step in trace
        if step.subject == subject and step.operation == "call"
    ]
    try:
        with np.errstate(all="ignore"):
            return all(depends_alike(*functions, *arguments) for arguments in calls[:2])
    except Exception:  # the mistaken one need not bear other arguments than it was given
        return False


def _is_value(part: Part) -> bool:
    return isinstance(part.step.answer, Value)


def _depart(result: Explanation, subject: str, variant: Variant, failed) -> None:
    """Note where a function's values first depart from a library's, in its own tests first."""
    own_first = sorted(failed, key=lambda each: result.about(each[1]) != subject)
    departure = first_departure(
        variant,
        [trace for trace, _ in own_first],
        subject,
        counts=_is_value,
    )
    if departure:
        trace, part = departure
        finding = next(each for other, each in own_first if other is trace)
        result.departures[subject] = finding, describe(trace, part, variant.files)
