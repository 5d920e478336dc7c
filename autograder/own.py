"""A student's own functions as the yardstick, where the reference is not: one mistake costs once.

Whoever gets the forward pass wrong, and then differentiates it rightly, has made one mistake. So
where a value is not the reference's, a hidden test may ask whether it is what follows from the
student's own earlier functions:

    with own.excuses("batchnorm_forward", lambda: assert_is_gradient(...)):
        assert_close(dx, expected, "dx", terms=24)

Those functions are asked in a process of their own, which has never seen what is to be explained by
them: a function that remembers could make anything follow.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType

import numpy as np

from .reference import load_library
from .submission import Submission

_GROWTH = 16  # times as large as its largest argument may be what a function returns


class Own:
    """What follows from a submission's own functions.

    Attributes:
        nndl: the student's package, in a process of its own.
        remark: what excused the running test, for the student; empty if nothing did.
    """

    def __init__(self, submission: Submission, files: Mapping[str, str]):
        """Prepare.

        Args:
            submission: whose functions they are.
            files: the reference library.
        """
        self.remark = ""
        self._apart = submission.apart()
        self.nndl = self._apart.nndl
        self._files = files

    def __enter__(self) -> Own:
        return self

    def __exit__(self, *exc_info) -> None:
        self._apart.__exit__(*exc_info)

    @contextlib.contextmanager
    def excuses(self, functions: str, check: Callable[[], None]) -> Iterator[None]:
        """Let an assertion fail if a check shows that earlier functions alone are to blame.

        Args:
            functions: what the value is consistent with, for the student.
            check: raises any Exception unless the value is what follows from those functions.
        """
        try:
            yield
        except AssertionError as error:
            try:
                check()
            except Exception:  # a function may do anything but compute what it should
                raise error from None
            self.remark = f"consistent with your own {functions}"

    def library(self, *names: str) -> ModuleType:
        """The reference's library, wired around functions of the student's.

        Args:
            names: which, as "layers.batchnorm_forward".
        """
        return load_library(self._files, {name: self._function(name) for name in names})

    def _function(self, name):
        module, _, attribute = name.rpartition(".")

        def call(*args, **kwargs):
            function = getattr(getattr(self.nndl, module), attribute)
            result = function(*args, **kwargs)
            refuse_outsized(result, [*args, *kwargs.values()])
            return result

        return call


def refuse_outsized(value, beside) -> None:
    """Raise ValueError if arrays that came from a student could make arithmetic explode.

    Broadcasting makes one huge array of two large ones; what a layer returns is of the size of
    what it is given.

    Args:
        value: an array, or a tuple, list or dict with some.
        beside: the arguments, among them arrays of the size that is to be expected.
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
