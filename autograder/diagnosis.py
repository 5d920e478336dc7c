"""Which misconception computes what this student computed.

While hidden tests run, their traffic with the worker is kept. Here it is replayed, in this process,
on the reference with one misconception after another in it. The one that gives what the student's
code gave, in every call of the function that is wrong, explains it; if none does, or several,
nothing is said. Nothing of the student's runs here.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from types import ModuleType
from typing import NamedTuple

import numpy as np

from . import wire
from .checks import tolerance
from .course import CourseError
from .hidden_tests import Finding
from .misconceptions import Misconception
from .own import refuse_outsized
from .reference import load_library

_CONDITION = 10  # of a layer, see tolerance; replayed is layer after layer
_SMALLEST_SCALE = 1e-3  # what is smaller by far, beside activations of about 1, is rounding


class _UnboundError(Exception):
    """A step needs an object that the replay has not made."""


class _Name(NamedTuple):
    """Stands for what a module of the student's defines."""

    path: str


class _Step(NamedTuple):
    """One request and its answer.

    Attributes:
        subject: the student's function it concerns, as "layers.relu_forward"; what is done to an
            object concerns the function that made it.
        operation, operands: as in worker.py; References and _Names stand for objects.
        answer: [kind, ...] as in worker.py; None where there was none.
    """

    subject: str
    operation: str
    operands: list
    answer: list | None


def diagnose(
    bank: Sequence[Misconception], library: dict[str, str], findings: Sequence[Finding]
) -> dict[str, list[Misconception]]:
    """What explains the marks a submission lost.

    Args:
        bank: the assignment's misconceptions.
        library: the reference: path -> text.
        findings: of the hidden tests, in the order they ran.

    Returns:
        For each grade cell that lost marks, the misconceptions that explain failures in it; a
        grade cell none of whose failures is explained is left out.
    """
    if not bank or all(finding.result.passed for finding in findings):
        return {}
    reader = _Reader()
    traces = [list(reader.steps(finding.exchanges)) for finding in findings]
    subjects = list(dict.fromkeys(step.subject for trace in traces for step in trace))
    causes = _causes(bank, library, traces, subjects)
    explained = {}
    for finding, trace in zip(findings, traces, strict=True):
        if finding.result.passed or not trace:
            continue
        # A test is about the last of the functions it uses.
        about = max((step.subject for step in trace), key=subjects.index)
        named = explained.setdefault(finding.result.grade_id, {})
        named.update(dict.fromkeys(misconception.name for misconception in causes.get(about, [])))
    by_name = {misconception.name: misconception for misconception in bank}
    return {
        grade_id: [by_name[name] for name in named]
        for grade_id, named in explained.items()
        if named
    }


def _causes(bank, library, traces, subjects) -> dict[str, list[Misconception]]:
    """What is wrong with each function, as far as it is known: nothing is, for one that is right.

    Functions are taken in the order in which tests first use them. What explains one is kept in
    the library for the next: a net is compared with what it would compute on layers that are
    wrong as the student's seem to be. If that is what it computes, their mistakes are its.
    """
    causes, found = {}, []
    for subject in subjects:
        telling = _differing(library, traces, subject)
        if telling is None:
            causes[subject] = list(found)
            continue
        # What the library itself does not reproduce, most misconceptions do not either.
        traces = [telling, *(trace for trace in traces if trace is not telling)]
        matches = []
        for misconception in bank:
            try:
                mistaken = misconception.apply(library)
            except CourseError:  # it changes what one already found has changed
                continue
            # Those before are explained already, and must stay so.
            if all(_differing(mistaken, traces, each) is None for each in (subject, *causes)):
                matches.append((misconception, mistaken))
        if len(matches) == 1:
            ((misconception, library),) = matches
            found.append(misconception)
            causes[subject] = [misconception]
    return causes


class _Reader:
    """Reads what travelled; remembers what the numbers of objects on the other side stand for."""

    def __init__(self):
        self._names = {}  # of a module or what it defines: "layers", "layers.relu_forward"
        self._owners = {}  # of an object: the function that made it

    def steps(self, exchanges) -> Iterator[_Step]:
        """What happened in a test, step by step, but for looking names up."""
        for request, answer in exchanges:
            _, operation, *operands = wire.decode(request)
            try:
                answer = wire.decode(answer)[1:] if answer is not None else None
            except (wire.ProtocolError, TypeError):
                answer = None
            match answer:
                case ["value", value, dict()]:
                    made = [value] if isinstance(value, wire.Reference) else value
                case ["error", str(), str(), list()]:
                    made = []
                case _:
                    answer, made = None, []
            about = operands[0].id if isinstance(operands[0], wire.Reference) else None
            if operation == "import" or "." not in self._names.get(about, "."):
                module = self._names.get(about)
                name = f"{module}.{operands[1]}" if module else operands[0].partition(".")[2]
                self._names |= {made[0].id: name} if made else {}
                continue
            subject = self._names.get(about) or self._owners.get(about, "")
            operands = self._with_names(operands)
            for part in made if type(made) in (list, tuple) else []:
                if isinstance(part, wire.Reference):
                    self._names.pop(part.id, None)
                    self._owners[part.id] = subject
            yield _Step(subject, operation, operands, answer)

    def _with_names(self, value):
        """Operands with names for functions, which outlive a test."""
        if isinstance(value, wire.Reference):
            name = self._names.get(value.id)
            return _Name(name) if name else value
        if type(value) in (list, tuple):
            return type(value)(self._with_names(item) for item in value)
        return value


def _differing(library, traces, subject) -> list[_Step] | None:
    """The first test in which a library answers a step that concerns a function otherwise."""
    package = load_library(library)
    concerned = (trace for trace in traces if any(step.subject == subject for step in trace))
    with np.errstate(all="ignore"):
        return next((each for each in concerned if not _replays(package, each, subject)), None)


def _replays(package: ModuleType, trace: list[_Step], subject: str) -> bool:
    objects = {}  # the student's side's number of an object -> what stands for it here
    for step in trace:
        try:
            value, dicts = _perform(package, step, objects)
        except _UnboundError:
            alike = False
        except Exception as error:
            alike = step.answer is not None and step.answer[:2] == ["error", type(error).__name__]
        else:
            alike = step.answer is not None and step.answer[0] == "value"
            if alike:
                _, theirs, changed = step.answer
                alike = _alike_results(theirs, value, objects)
                alike &= all(
                    _alike_dicts(changed.get(place), content, objects)
                    for place, content in dicts.items()
                )
        if step.subject == subject and not alike:
            return False
    return True


def _perform(package: ModuleType, step: _Step, objects: dict) -> tuple[object, dict]:
    """Carry out a step here; its value, and the dicts it was given as they are afterwards."""
    operands = _resolve(step.operands, package, objects)
    match step.operation, operands:
        case "call", [function, args, kwargs]:
            places = {**dict(enumerate(args)), **kwargs}
            dicts = {place: item for place, item in places.items() if type(item) is dict}
            # What is in a dict may be what the student's code has put there.
            refuse_outsized(dicts, list(places.values()))
            return function(*args, **kwargs), dicts
        case "getattr", [item, name]:
            return getattr(item, name), {}
        case "getitem", [item, key]:
            return item[key], {}
        case "setitem", [item, key, value]:
            item[key] = value
            return None, {}
        case "keys", [item]:
            return sorted(item), {}
    raise ValueError(f"no operation {step.operation!r}")


def _resolve(value, package, objects):
    """Operands with what References and _Names stand for, and copies of the arrays and dicts."""
    if isinstance(value, wire.Reference):
        if value.id not in objects:
            raise _UnboundError
        return objects[value.id]
    if isinstance(value, _Name):
        return operator.attrgetter(value.path)(package)
    if type(value) in (list, tuple):
        return type(value)(_resolve(item, package, objects) for item in value)
    if type(value) is dict:
        return {key: _resolve(item, package, objects) for key, item in value.items()}
    return value.copy() if isinstance(value, np.ndarray) else value


def _alike_results(theirs, ours, objects) -> bool:
    if isinstance(ours, list):  # of keys, in no certain order
        return isinstance(theirs, list) and sorted(map(str, theirs)) == ours
    if isinstance(ours, tuple):
        return (
            type(theirs) in (tuple, list)  # a Reference is a tuple, too
            and len(theirs) == len(ours)
            and all(_alike(*pair, objects) for pair in zip(theirs, ours, strict=True))
        )
    return _alike(theirs, ours, objects)


def _alike(theirs, ours, objects) -> bool:
    """Whether two values are the same, shape slips and rounding apart; objects are not looked into.

    An object of the student's is remembered to correspond to ours.
    """
    if type(ours) is list and all(isinstance(item, np.number | float | int) for item in ours):
        ours = np.array(ours)  # the student's own, given back
    if isinstance(theirs, wire.Reference):
        objects[theirs.id] = ours
        return not isinstance(ours, np.ndarray | np.number | float | int | str)
    if ours is None:
        return True  # nothing will be done with it
    if isinstance(ours, str) or not isinstance(ours, np.ndarray | np.number | float | int):
        return isinstance(ours, str) and isinstance(theirs, str) and theirs == ours
    try:
        theirs = np.squeeze(np.asarray(theirs, dtype=np.float64))
    except (TypeError, ValueError):
        return False
    ours = np.squeeze(np.asarray(ours, dtype=np.float64))
    if theirs.shape != ours.shape:
        return False
    finite = ours[np.isfinite(ours)]
    scale = max(np.abs(finite).max(initial=0), _SMALLEST_SCALE)
    allowed = tolerance(max(ours.shape, default=1), _CONDITION) * scale
    if np.all(np.abs(theirs - ours) <= allowed):
        return True  # nearly all there is to compare; the rest may hold nan or infinity
    return np.allclose(theirs, ours, rtol=0, atol=allowed, equal_nan=True)


def _alike_dicts(theirs, ours: dict, objects) -> bool:
    """Whether a student's dict holds what ours does; under keys of their own, if they like."""
    if not isinstance(theirs, dict) or len(theirs) != len(ours):
        return False
    shared = theirs.keys() & ours.keys()
    if not all(_alike(theirs[key], ours[key], objects) for key in shared):
        return False
    left = [theirs[key] for key in theirs.keys() - shared]
    for key in ours.keys() - shared:
        partner = next((item for item in left if _alike(item, ours[key], objects)), None)
        if partner is None:
            return False
        left = [item for item in left if item is not partner]
    return True
