"""Why tests failed, as a student reads it: messages taken apart, and one cause told once.

A SyntaxError fails every test of a module with the same words. So what several tests say alike is
a cause, told in one place, and they are listed under it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from ..report import TestResult
from ..text import clean

_SEVERAL = 3  # tests that say the same
SHORT = 120  # characters of a reason where there is little room
_CALL = re.compile(r"\nThe (?:last )?call: ")
_HANG = " did not return within "
_COMPARISONS = (
    r"(?P<what>.+?) should have (?P<kind>[a-z ]+) (?P<expected>.+), but has (?P<got>.+)",
    r"(?P<what>.+?)(?P<kind>) should (?:be|hold) (?P<expected>.+), but (?:is|holds) (?P<got>.+)",
    r"(?P<what>.+?) has (?P<kind>[a-z ]+) (?P<got>\S+), should be (?P<expected>.+)",
)


@dataclass(frozen=True)
class Message:
    """What a failed test says, in parts; those that it does not say are empty.

    Attributes:
        text: what is wrong; of what, where the rest is told beside each other.
        expected, got: what it should have been beside what it was, where the message tells both.
        call: the student's function that was called, and with what.
    """

    text: str
    expected: str = ""
    got: str = ""
    call: str = ""


def take_apart(message: str) -> Message:
    """The parts of a failed test's message."""
    text, *call = _CALL.split(message, maxsplit=1)
    for pattern in _COMPARISONS:
        if found := re.fullmatch(pattern, text, re.DOTALL):
            text = ": ".join(filter(None, [found["what"], found["kind"]]))
            return Message(text, found["expected"], found["got"], *call)
    return Message(text, call="".join(call))


def without_call(message: str) -> str:
    """A failed test's message without the call, which differs where the rest is alike."""
    return _CALL.split(message, maxsplit=1)[0]


@dataclass
class Cause:
    """What several tests failed for.

    Attributes:
        text: what they say alike.
        hang: whether a call did not return.
        tests: those that say it.
    """

    text: str
    hang: bool
    tests: list[TestResult] = field(default_factory=list)

    @property
    def short(self) -> str:
        """The first line of it."""
        return clean(self.text.partition("\n")[0], SHORT)

    @property
    def cells(self) -> list[str]:
        """The grade cells they belong to."""
        return list(dict.fromkeys(test.grade_id for test in self.tests))


def shared_causes(tests: Iterable[TestResult]) -> list[Cause]:
    """What several failed tests have in common, in the order they ran."""
    causes: dict[str, Cause] = {}
    for test in tests:
        if not test.passed:
            text = without_call(test.message)
            what, hang, _ = text.partition(_HANG)
            causes.setdefault(what, Cause(text, bool(hang))).tests.append(test)
    return [cause for cause in causes.values() if len(cause.tests) >= _SEVERAL]
