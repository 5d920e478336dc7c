"""What hidden tests see of a submission: its modules, its objects, and what went wrong in it."""

from __future__ import annotations

import numpy as np

from ..text import clean


class StudentError(Exception):
    """What the student's code did instead of returning; the message is written for the student.

    Attributes:
        kind: the name of the exception it raised; empty if it raised none.
    """

    def __init__(self, message: str, kind: str = ""):
        super().__init__(message)
        self.kind = kind


class StudentTimeoutError(StudentError):
    """A call took longer than a call may."""


class StudentCrashError(StudentError):
    """The process that runs the student's code ended during a call."""


class Remote:
    """An object in the worker. Reading an attribute, an item or calling asks the worker."""

    def __init__(self, submission, reference, label, generation):
        self._submission = submission
        self._reference = reference
        self._label = label
        self._generation = generation

    def __repr__(self):
        return f"a {clean(self._reference.type_name)}"

    def _check(self, label=None):
        """Raise StudentCrashError if the worker it lived in is gone."""
        self._submission._bury_if_dead()
        if self._generation != self._submission._generation:
            raise StudentCrashError(
                f"what {label or self._label} needs was lost when an earlier call crashed"
            )

    def _ask(self, operation, *operands, label=None):
        return self._submission._ask(operation, self, *operands, label=label or self._label)

    def __getattr__(self, name):
        if name.startswith("__"):  # numpy, copy and others feel for protocols: it has none
            raise AttributeError(name)
        return self._ask("getattr", name, label=f"{self._label}.{name}")

    def __getitem__(self, key):
        return self._ask("getitem", key, label=f"{self._label}[{key!r}]")

    def __setitem__(self, key, value):
        self._ask("setitem", key, value)

    def __call__(self, *args, **kwargs):
        return self._ask("call", list(args), kwargs)

    def __contains__(self, key):
        return key in self.keys()

    def __iter__(self):
        raise TypeError(f"{self._label} is {self!r}")

    def keys(self):
        """The keys of a dict, or the items of another iterable, as a list."""
        return self._ask("keys")


class RemoteArray(np.ndarray):
    """An array whose like in the worker is more than an array, and is what is passed on for it.

    Attributes:
        remote: the object in the worker; None for what is computed from this array.
    """

    remote: Remote | None = None

    def __getattr__(self, name):
        if name.startswith("__") or self.remote is None:
            raise AttributeError(name)
        return getattr(self.remote, name)


class Package:
    """The student's package: its modules as attributes, imported in the worker when asked for."""

    def __init__(self, submission, name):
        self._submission = submission
        self._name = name

    @property
    def overwritten(self):
        """Which of the arrays passed to the latest call it changed: positions and names."""
        return self._submission.overwritten

    def __getattr__(self, module):
        if module.startswith("_"):
            raise AttributeError(module)
        self._submission.used.add(module)
        return self._submission._import(f"{self._name}.{module}")


class Module:
    """A module of the student's package: what it defines, as attributes, each asked for once."""

    def __init__(self, submission, remote, name):
        self._submission, self._remote, self._name = submission, remote, name
        self._found = {}

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        module = f"{self._remote._label}.{name}"
        if module in self._submission.modules:
            self._submission.used.add(f"{self._name}.{name}")
            return self._submission._import(module)
        self._remote._check()
        if name not in self._found:
            self._found[name] = getattr(self._remote, name)
        self._submission.used.add(f"{self._name}.{name}")
        return self._found[name]
