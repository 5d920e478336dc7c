"""What travelled between hidden tests and a submission, read again and replayed on a library.

Nothing of the student's runs here; what they put into arrays and dicts is hostile all the same.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from types import ModuleType
from typing import NamedTuple

import numpy as np

from ..sandbox.inside import wire
from ..sandbox.inside.messages import Error, Request, Value, unpack_answer
from .checks import tolerance

_CONDITION = 10  # of a layer, see tolerance; replayed is layer after layer
_SMALLEST_SCALE = 1e-3  # what is smaller by far, beside activations of about 1, is rounding
_GROWTH = 16  # times as large as its largest argument may be what is computed with


class _UnboundError(Exception):
    """A step needs an object that the replay has not made."""


class _Name(NamedTuple):
    """Stands for what a module of the student's defines."""

    path: str


class Step(NamedTuple):
    """One request and its answer.

    Attributes:
        subject: the student's function it concerns, as "layers.relu_forward"; what is done to an
            object concerns the function that made it.
        operation, operands: of the request; References and _Names stand for objects.
        answer: None where there was none.
    """

    subject: str
    operation: str
    operands: list
    answer: Value | Error | None


class Reader:
    """Reads what travelled; remembers what the numbers of objects on the other side stand for."""

    def __init__(self):
        self._modules = {}  # by name: "layers"
        self._names = {}  # of a module or what it defines: "layers", "layers.relu_forward"
        self._owners = {}  # of an object: the function that made it

    def steps(self, exchanges) -> Iterator[Step]:
        """What happened in a test, step by step, but for looking names up."""
        for request, answer in exchanges:
            _, operation, operands, _ = Request.unpack(request)
            try:
                answer = unpack_answer(answer) if answer is not None else None
            except wire.ProtocolError:
                answer = None
            made = answer.value if isinstance(answer, Value) else None
            made = made if type(made) in (list, tuple) else [made]
            about = operands[0].id if isinstance(operands[0], wire.Reference) else None
            if operation == "import" or about in self._modules:
                module = self._modules.get(about)
                name = f"{module}.{operands[1]}" if module else operands[0].partition(".")[2]
                for number in _ids(made):
                    self._names[number] = name
                    if module:
                        self._modules.pop(number, None)
                    else:
                        self._modules[number] = name
                continue
            subject = self._names.get(about) or self._owners.get(about, "")
            operands = self._with_names(operands)
            for number in _ids(made):
                self._names.pop(number, None)
                self._modules.pop(number, None)
                self._owners[number] = subject
            yield Step(subject, operation, operands, answer)

    def _with_names(self, value):
        """Operands with names for functions, which outlive a test."""
        if isinstance(value, wire.Reference):
            name = self._names.get(value.id)
            return _Name(name) if name else value
        if type(value) in (list, tuple):
            return type(value)(self._with_names(item) for item in value)
        return value


def _ids(made) -> list[int]:
    """The numbers of the objects among what came back."""
    return [part.id for part in made if isinstance(part, wire.Reference)]


def first_unlike(package: ModuleType, trace: list[Step], subject: str) -> Step | None:
    """The first step concerning a function in which a library answers otherwise; None if none."""
    # The student's side's number of an object, or a cache -> what stands for it here.
    objects: dict[object, object] = {}
    for step in trace:
        try:
            value, dicts = _perform(package, step, objects)
        except _UnboundError:
            alike = False
        except Exception as error:
            alike = isinstance(step.answer, Error) and step.answer.kind == type(error).__name__
        else:
            alike = False
            if isinstance(step.answer, Value):
                alike = _alike_results(step, step.answer.value, value, objects)
                alike &= all(
                    _alike_dicts(step.answer.changed.get(place), content, objects)
                    for place, content in dicts.items()
                )
        if step.subject == subject and not alike:
            return step
    return None


def repeats(package: ModuleType, trace: list[Step]) -> bool:
    """Whether a library computes the same when a test is replayed again: it draws nothing."""
    first, second = (_computed(package, trace) for _ in range(2))
    return len(first) == len(second) and all(
        map(np.array_equal, first, second, [True] * len(first))
    )


def _computed(package, trace):
    """The arrays and numbers that a library returns in a test, as they would be compared."""
    objects: dict[object, object] = {}
    values = []
    for step in trace:
        try:
            value, dicts = _perform(package, step, objects)
        except Exception:
            continue
        if isinstance(step.answer, Value):
            _alike_results(step, step.answer.value, value, objects)
        parts = value if isinstance(value, tuple) else (value,)
        if step.subject.endswith("_forward"):  # a cache is compared by its use
            parts = parts[:-1] or parts
        values += [each for each in parts if isinstance(each, np.ndarray | np.number | float)]
        values += _arrays(list(dicts.values()))
    return values


def _perform(package: ModuleType, step: Step, objects: dict) -> tuple[object, dict]:
    """Carry out a step here; its value, and the dicts it was given as they are afterwards."""
    operands = _resolve(step.operands, package, objects)
    match step.operation, operands:
        case "call", [function, args, kwargs]:
            places = {**dict(enumerate(args)), **kwargs}
            dicts = {place: item for place, item in places.items() if type(item) is dict}
            # What is in a dict may be what the student's code has put there.
            _refuse_outsized(dicts, list(places.values()))
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
    if isinstance(value, np.ndarray):
        return objects[key] if (key := _key(value)) in objects else value.copy()
    if type(value) in (list, tuple):
        return type(value)(_resolve(item, package, objects) for item in value)
    if type(value) is dict:
        return {key: _resolve(item, package, objects) for key, item in value.items()}
    return value


def _key(array):
    return array.dtype.str, array.shape, array.tobytes()


def _alike_results(step, theirs, ours, objects) -> bool:
    if isinstance(ours, list):  # of keys, in no certain order
        return isinstance(theirs, list) and sorted(map(str, theirs)) == ours
    if isinstance(ours, tuple):
        if type(theirs) not in (tuple, list) or len(theirs) != len(ours):  # a Reference is a tuple
            return False
        if step.subject.endswith("_forward"):  # the cache, whatever it is, is compared by its use
            (*theirs, cache), (*ours, mine) = theirs, ours
            number = getattr(cache, "id", None)
            objects[_key(cache) if isinstance(cache, np.ndarray) else number] = mine
        return all(_alike(*pair, objects) for pair in zip(theirs, ours, strict=True))
    return _alike(theirs, ours, objects)


def _alike(theirs, ours, objects) -> bool:
    """Whether two values are the same, shape slips and rounding apart; objects are not looked into.

    An object of the student's is remembered to correspond to ours.
    """
    if type(ours) is list and all(isinstance(item, np.number | float | int) for item in ours):
        ours = np.array(ours)  # the student's own, given back
    if isinstance(theirs, wire.Reference):
        objects[theirs.id] = ours
        if not isinstance(ours, np.ndarray | np.number | float | int | str):
            return True
        theirs = theirs.value  # an array in all but name, if it is one
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


def _refuse_outsized(value, beside) -> None:
    """Raise ValueError if arrays that came from a student could make arithmetic explode.

    Broadcasting makes one huge array of two large ones; what a layer keeps is of the size of what
    it is given.
    """
    arrays = [each for each in beside if isinstance(each, np.ndarray)]
    most = max((each.size for each in arrays), default=1) * _GROWTH
    deepest = max((each.ndim for each in arrays), default=0)
    for each in _arrays(value):
        if each.size > most or each.ndim > deepest:
            raise ValueError(f"an array of shape {each.shape} is out of proportion")


def _arrays(value):
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, tuple | list):
        return [array for item in value for array in _arrays(item)]
    if isinstance(value, dict):
        return [array for item in value.values() for array in _arrays(item)]
    return []
