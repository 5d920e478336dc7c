"""How a value departs from what it should be, in words: by a factor, a sign, a shift, an axis.

Said where nothing known explains it. The words speak of the student's value; of a hidden one they
tell its shape at most, and how the two are related.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

import numpy as np

from ..sandbox.inside import wire
from ..sandbox.inside.messages import Error
from ..student.words import describe as describe_value
from ..text import clean
from .misconceptions import functions_in
from .passes import is_forward
from .replays import Part, allowed
from .traces import Trace


def describe(trace: Trace, part: Part, files: Mapping[str, str]) -> str:
    """What departs in a test, and how.

    Args:
        trace: the test.
        part: the first of what it computes that departs.
        files: the reference, path -> text, for the names of what functions return.
    """
    step = part.step
    calls = [each for each in trace if each.subject == step.subject and each.operation == "call"]
    number = next((n for n, each in enumerate(calls, start=1) if each is step), 1)
    when = f", from call {number} of {len(calls)} on" if number > 1 else ""
    return f"{_name(part, files)} {_how(part.theirs, part.ours)}{when}"


def _name(part: Part, files: Mapping[str, str]) -> str:
    step = part.step
    if step.operation in ("getattr", "getitem", "setitem"):
        return f"{step.operands[1]}"
    if type(part.place) is tuple:
        _, key = part.place
        return f"what is kept under {key!r}" if key is not None else "what is kept"
    if type(part.place) is not int:
        return "what is returned"
    if is_forward(step.subject) and part.place == 0:
        return "the output"
    for names in _returned(step.subject, files):
        if part.place < len(names):
            return names[part.place]
    return f"result {part.place + 1}"


def _returned(subject: str, files: Mapping[str, str]) -> Iterator[list[str]]:
    """What the variables are called that a function, or a method of a class, returns."""
    for _, _, node in functions_in(files, subject):
        for each in ast.walk(node):
            items = getattr(each.value, "elts", []) if isinstance(each, ast.Return) else []
            if items and all(isinstance(item, ast.Name) for item in items):
                yield [ast.unparse(item) for item in items]


def _how(theirs, ours) -> str:
    """How the student's value departs from the reference's."""
    if isinstance(theirs, Error):
        return f"is not there, as {theirs.kind} is raised"
    if isinstance(ours, Exception):
        return f"is there where {type(ours).__name__} should be raised"
    if theirs is None:
        return "is missing"
    if isinstance(theirs, wire.Reference):
        if theirs.value is None:
            return f"is {clean(theirs.type_name)}"
        theirs = theirs.value
    try:
        got, right = (np.squeeze(np.asarray(each, dtype=np.float64)) for each in (theirs, ours))
    except (TypeError, ValueError):
        return f"is {describe_value(theirs)}"
    if got.shape != right.shape:
        return f"has shape {np.shape(theirs)} in place of {np.shape(ours)}"
    if not np.isfinite(got).all():
        return "holds nan or infinity"
    return _relation(got, right)


def _relation(got: np.ndarray, right: np.ndarray) -> str:
    rounding = allowed(right)

    def same(one, other):
        return bool(np.all(np.abs(one - other) <= rounding))

    if same(got, 0):
        return "is zero everywhere"
    if (factor := _factor(got, right, same, None)) is not None:
        factor = float(factor)
        return "has the wrong sign" if same(got, -right) else f"is {factor:.4g} times what is right"
    if same(got - right, np.mean(got - right)):
        return "is shifted, everywhere by the same"
    if got.ndim == 2:
        for axis, along in ((0, "column"), (1, "row")):
            difference = got - right
            if same(difference, difference.mean(axis=axis, keepdims=True)):
                return f"is shifted, by another amount in each {along}"
            if _factor(got, right, same, axis) is not None:
                return f"is right but for a factor, another in each {along}"
        if got.shape[0] == got.shape[1] and same(got, right.T):
            return "is transposed"
    if same(np.sort(got, axis=None), np.sort(right, axis=None)):
        return "holds the right values in other places"
    wrong = np.abs(got - right) > rounding
    if wrong.mean() <= 0.5:
        return f"is wrong in {wrong.sum()} of {wrong.size} values"
    if got.ndim == 2 and same(got.sum(axis=0), right.sum(axis=0)):
        return "is wrong, though its sums over the rows are right"
    if got.ndim == 2 and same(right.sum(axis=0), 0):
        return "is wrong; its sums over the rows are not zero, as they should be"
    return "is wrong, in no simple way"


def _factor(got, right, same, axis):
    """By what the right values are to be multiplied, along an axis; None if that is not all."""
    squares = np.sum(right * right, axis=axis, keepdims=axis is not None)
    with np.errstate(all="ignore"):
        factor = np.sum(got * right, axis=axis, keepdims=axis is not None) / squares
    return factor if np.isfinite(factor).all() and same(got, factor * right) else None
