"""A submission's values, calls and exceptions in a few words: what may stand in a message."""

from __future__ import annotations

import numpy as np

from ..text import clean
from .remote import Remote

_LONG = 100_000  # a whole number that hidden inputs may be drawn from


def describe(value) -> str:
    """A value in a few words, without the numbers of its arrays: what may stand in a message."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype} array {value.shape}"
    if isinstance(value, Remote):
        return repr(value)
    if type(value) is type:
        return value.__name__
    if type(value) is tuple:
        return "(" + ", ".join(map(describe, value)) + ")"
    if type(value) is list:
        return "[" + ", ".join(map(describe, value)) + "]"
    if type(value) is dict:
        items = ", ".join(f"{key!r}: {describe(item)}" for key, item in value.items())
        return clean("{" + items + "}")
    if isinstance(value, np.generic):
        return f"{value.dtype} number"
    if type(value) is int and abs(value) >= _LONG:
        return "an int"
    return clean(repr(value))


def exception(text: str, frames: list) -> str:
    """A student's exception in a line or two, with the innermost line of the student's own code."""
    if frames:
        match frames[-1]:
            case [str(path), int(line), str(code)]:
                text += f"\n{path}, line {line}: {code}"
    return clean(text).strip() or "an exception without a name"


def arguments(args: list, kwargs: dict[str, object]) -> str:
    """The arguments of a call, as a person would write them."""
    parts = [describe(argument) for argument in args]
    parts += [f"{name}={describe(argument)}" for name, argument in kwargs.items()]
    return ", ".join(parts)
