"""A bank of wrong answers: each a small change to the reference that a plausible mistake makes.

An assignment's bank is the list BANK in tests/hidden/<assignment>/misconceptions.py. It tests the
tests, explains to students what they may have thought, and fills the demo class.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..course.config import Course, CourseError


@dataclass(frozen=True)
class Misconception:
    """A named, plausible wrong implementation.

    Attributes:
        name: what the mistake is, in a few words.
        changes: what whoever has the misconception writes instead: path of a file of the library
            -> {lines of the reference: other lines}. The lines stand there exactly once.
        costs: the grade cells that lose marks for it; no other may.
        hint: for whoever wrote it: what was probably thought, why it is not so, where to look.
    """

    name: str
    changes: dict[str, dict[str, str]]
    costs: tuple[str, ...]
    hint: str

    @property
    def slug(self) -> str:
        """The name as a folder's."""
        return re.sub(r"[^\w -]", "", self.name).replace(" ", "_")

    def apply(self, files: dict[str, str]) -> dict[str, str]:
        """The library with this mistake in it.

        Args:
            files: the reference library: path -> text.

        Raises:
            CourseError: the reference has changed so that the mistake no longer applies.
        """
        files = dict(files)
        for path, changes in self.changes.items():
            for old, new in changes.items():
                if files[path].count(old) != 1:
                    raise CourseError(
                        f"misconception {self.name!r}: {old.strip()!r} must stand exactly once in "
                        f"{path}"
                    )
                files[path] = files[path].replace(old, new)
        return files


def load_bank(course: Course, assignment: str) -> list[Misconception]:
    """The bank of an assignment; empty if it has none.

    Raises:
        CourseError: there is no such assignment, or two misconceptions share a name.
    """
    course.check_assignment(assignment)
    module = course.hidden_module(assignment, "misconceptions")
    if module is None:
        return []
    names = [misconception.name for misconception in module.BANK]
    if len(set(names)) < len(names):
        raise CourseError(f"{module.__file__}: two misconceptions share a name")
    return module.BANK
