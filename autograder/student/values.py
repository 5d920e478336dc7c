"""Values on the way to the worker and back: what stays there as a Remote, dicts as changed."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import numpy as np

from ..sandbox.inside import wire
from .remote import Remote, RemoteArray


class PassedDicts:
    """The dicts passed since the last seed: each has a number, and is one in the worker too."""

    def __init__(self):
        # id -> its number, and the dict: so it lives on, and no other has its id
        self._passed: dict[int, tuple[int, dict]] = {}
        self._numbers = itertools.count()

    def forget(self) -> None:
        """Take every dict for a new one; no number is given twice."""
        self._passed = {}

    def numbers(self, args: list, kwargs: dict) -> dict[int | str, int]:
        """The numbers of the dicts among a call's arguments, by place."""
        places: dict[int | str, object] = {**dict(enumerate(args)), **kwargs}
        return {
            place: self._passed.setdefault(id(item), (next(self._numbers), item))[0]
            for place, item in places.items()
            if type(item) is dict
        }


def to_wire(value, label: str):
    """A value as it travels to the worker.

    Args:
        value: what a hidden test passes.
        label: what it is passed to, for a person to read.

    Raises:
        StudentCrashError: the worker that a Remote in it lived in is gone.
    """
    if isinstance(value, RemoteArray) and value.remote is not None:
        value = value.remote
    if isinstance(value, Remote):
        value._check(label)
        return value._reference._replace(value=None)
    if type(value) in (list, tuple):
        return type(value)(to_wire(item, label) for item in value)
    if type(value) is dict:
        return {key: to_wire(item, label) for key, item in value.items()}
    return value


def from_wire(value, remote: Callable[[wire.Reference], Remote]):
    """A value that came from the worker, as a hidden test sees it.

    Args:
        value: what was decoded.
        remote: makes the Remote of an object that stayed there.
    """
    if isinstance(value, wire.Reference):
        if value.value is not None and not isinstance(value.value, np.ndarray):
            return value.value
        stayed = remote(value)
        if value.value is None:
            return stayed
        array = value.value.view(RemoteArray)
        array.remote = stayed
        return array
    if type(value) in (list, tuple):
        return type(value)(from_wire(item, remote) for item in value)
    return value


def put_back(
    changed: dict, args: list, kwargs: dict, remote: Callable[[wire.Reference], Remote]
) -> list[int | str]:
    """Update the dicts that were passed; of arrays, only tell which were changed, by place.

    A hidden test goes on to use its arrays: what a submission made of them is not for it.

    Args:
        changed: what each argument is now that the call may have changed, by place.
        args, kwargs: the arguments.
        remote: as for from_wire.

    Raises:
        wire.ProtocolError: no such argument was passed.
    """
    overwritten = []
    for place, new in changed.items():
        if isinstance(place, int) and 0 <= place < len(args):
            old = args[place]
        elif isinstance(place, str) and place in kwargs:
            old = kwargs[place]
        else:
            raise wire.ProtocolError(f"there is no argument {place!r}")
        if isinstance(old, dict) and isinstance(new, dict):
            old.clear()
            old.update({key: from_wire(item, remote) for key, item in new.items()})
        elif isinstance(old, np.ndarray) and isinstance(new, np.ndarray):
            overwritten.append(place)
        else:
            raise wire.ProtocolError(f"the argument {place!r} is no {type(new).__name__}")
    return overwritten
