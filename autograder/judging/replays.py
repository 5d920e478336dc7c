"""A test replayed on a library: what each step computes there, beside what the student's code did.

Nothing of the student's runs here; what they put into arrays and dicts is hostile all the same.
"""

from __future__ import annotations

import operator
from collections.abc import Iterator
from types import ModuleType
from typing import NamedTuple

import numpy as np

from ..sandbox.inside import wire
from ..sandbox.inside.messages import Error, Value
from .checks import tolerance
from .passes import is_forward
from .traces import Name, Step, Trace

_CONDITION = 10  # of a layer, see tolerance; replayed is layer after layer
_SMALLEST_SCALE = 1e-3  # what is smaller by far, beside activations of about 1, is rounding
_GROWTH = 16  # times as large as its largest argument may be what is computed with


class _UnboundError(Exception):
    """A step needs an object that the replay has not made."""


class Part(NamedTuple):
    """One thing that a step computes.

    Attributes:
        step: which one in the test computes it.
        place: what it is of the step's results: the number of one returned; (an argument, a key)
            for what a dict that was passed holds; "" for the only result, and "raised" where
            either side raised, or one has nothing to compare.
        theirs, ours: what the student's code and the library give.
        alike: whether these are the same, shape slips and rounding apart.
    """

    step: Step
    place: object
    theirs: object
    ours: object
    alike: bool


def parts(package: ModuleType, trace: Trace, subject: str) -> Iterator[Part]:
    """What the steps of a test that concern a function compute.

    Args:
        package: a library, on which the test is replayed.
        trace: the test.
        subject: the function, see Step.
    """
    # The student's side's number of an object, or a cache -> what stands for it here.
    objects: dict[object, object] = {}
    for step in trace:
        for part in _compared(package, step, objects):
            if step.subject == subject:
                yield part


def _compared(package, step, objects) -> list[Part]:
    try:
        value, dicts = _perform(package, step, objects)
    except _UnboundError:
        return [Part(step, "raised", step.answer, None, False)]
    except Exception as error:
        alike = isinstance(step.answer, Error) and step.answer.kind == type(error).__name__
        return [Part(step, "raised", step.answer, error, alike)]
    if not isinstance(step.answer, Value):
        # Python's numbers raise where numpy's become infinite.
        arithmetic = getattr(step.answer, "kind", "") in ("ZeroDivisionError", "OverflowError")
        infinite = not all(np.isfinite(each).all() for each in _arrays([value, *dicts.values()]))
        return [Part(step, "raised", step.answer, value, arithmetic and infinite)]
    found = _compared_results(step, step.answer.value, value, objects)
    for place, content in dicts.items():
        theirs = step.answer.changed.get(place)
        found += _compared_dicts(step, place, theirs, content, objects)
    return found


def repeats(package: ModuleType, trace: Trace) -> bool:
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
            _compared_results(step, step.answer.value, value, objects)
        returned = value if isinstance(value, tuple | list) else (value,)
        if is_forward(step.subject):  # a cache is compared by its use
            returned = returned[:-1] or returned
        values += [each for each in returned if isinstance(each, np.ndarray | np.number | float)]
        values += _arrays(list(dicts.values()))
    return values


def _perform(package: ModuleType, step: Step, objects: dict) -> tuple[object, dict]:
    """Carry out a step here; its value, and the dicts it was given as they are afterwards."""
    operands = _resolve(step.operands, package, objects)
    match step.operation, operands:
        case "call", [function, args, kwargs]:
            places = {**dict(enumerate(args)), **kwargs}
            _, sent, named = step.operands  # a cache that is a dict here is compared by its use
            dicts = {
                place: places[place]
                for place, item in {**dict(enumerate(sent)), **named}.items()
                if type(item) is dict
            }
            # What is in a dict may be what the student's code has put there.
            _refuse_outsized(dicts, list(places.values()))
            value = function(*args, **kwargs)
            # A dict that is returned, too, is compared by its use: others return another one.
            returned = {id(each) for each in (value if isinstance(value, tuple) else (value,))}
            kept = {place: each for place, each in dicts.items() if id(each) not in returned}
            return value, kept
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
    """Operands with what References and Names stand for, and copies of the arrays and dicts."""
    if isinstance(value, wire.Reference):
        if value.id not in objects:
            raise _UnboundError
        return objects[value.id]
    if isinstance(value, Name):
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


def _compared_results(step, theirs, ours, objects) -> list[Part]:
    if step.operation == "keys":  # in no certain order
        alike = isinstance(theirs, list) and sorted(map(str, theirs)) == ours
        return [Part(step, "", theirs, ours, alike)]
    if not isinstance(ours, tuple):
        left_out = step.operation == "call" and ours is None and theirs is not None
        return [Part(step, "", theirs, ours, not left_out and _alike(theirs, ours, objects))]
    if type(theirs) not in (tuple, list) or len(theirs) != len(ours):  # a Reference is a tuple
        return [Part(step, "raised", theirs, ours, False)]
    if is_forward(step.subject):  # the cache, whatever it is, is compared by its use
        (*theirs, cache), (*ours, mine) = theirs, ours
        number = getattr(cache, "id", None)
        objects[_key(cache) if isinstance(cache, np.ndarray) else number] = mine
    found = []
    for place, (their, our) in enumerate(zip(theirs, ours, strict=True)):
        # A mistake that leaves a result out would else explain any value of it.
        left_out = our is None and their is not None
        alike = not left_out and _alike(their, our, objects)
        found.append(Part(step, place, their, our, alike))
    return found


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
    rounding = allowed(ours)
    if np.all(np.abs(theirs - ours) <= rounding):
        return True  # nearly all there is to compare; the rest may hold nan or infinity
    return np.allclose(theirs, ours, rtol=0, atol=rounding, equal_nan=True)


def allowed(ours: np.ndarray) -> float:
    """By how much a right value may differ from the reference's, for rounding."""
    finite = ours[np.isfinite(ours)]
    scale = max(np.abs(finite).max(initial=0), _SMALLEST_SCALE)
    return tolerance(max(ours.shape, default=1), _CONDITION) * scale


def _compared_dicts(step, place, theirs, ours: dict, objects) -> list[Part]:
    """What a student's dict holds beside ours; under keys of their own, if they like."""
    if not isinstance(theirs, dict):
        return [Part(step, "raised", theirs, ours, False)]
    found = [Part(step, (place, None), len(theirs), len(ours), len(theirs) == len(ours))]
    left = {key: theirs[key] for key in theirs.keys() - ours.keys()}
    for key, our in ours.items():
        if key in theirs:
            their, alike = theirs[key], _alike(theirs[key], our, objects)
        else:
            own = [name for name, item in left.items() if _alike(item, our, objects)][:1]
            their, alike = (left.pop(own[0]), True) if own else (None, False)
        found.append(Part(step, (place, key), their, our, alike))
    return found


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
