"""A bank of wrong answers: each a small change to the reference that a plausible mistake makes.

An assignment's bank is the list BANK in tests/hidden/<assignment>/misconceptions.py.
"""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass

from .course import Course, CourseError


@dataclass(frozen=True)
class Misconception:
    """A named, plausible wrong implementation.

    Attributes:
        name: what the mistake is, in a few words.
        path: the file of the library it is made in.
        old: the lines of the reference that it changes; they stand there exactly once.
        new: what whoever has the misconception writes instead.
        costs: the grade cells that must lose marks for it.
        hint: for whoever wrote it: what was probably thought, why it is not so, where to look.
    """

    name: str
    path: str
    old: str
    new: str
    costs: tuple[str, ...]
    hint: str

    def apply(self, files: dict[str, str]) -> dict[str, str]:
        """The library with this mistake in it.

        Args:
            files: the reference library: path -> text.

        Raises:
            CourseError: the reference has changed so that the mistake no longer applies.
        """
        if files[self.path].count(self.old) != 1:
            raise CourseError(
                f"misconception {self.name!r}: its old text must stand exactly once in {self.path}"
            )
        return {**files, self.path: files[self.path].replace(self.old, self.new)}


def load_bank(course: Course, assignment: str) -> list[Misconception]:
    """The bank of an assignment.

    Raises:
        CourseError: there is no such assignment, or two misconceptions share a name.
    """
    course.check_assignment(assignment)
    path = course.hidden_tests(assignment) / "misconceptions.py"
    spec = importlib.util.spec_from_file_location(f"misconceptions_{assignment}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    names = [misconception.name for misconception in module.BANK]
    if len(set(names)) < len(names):
        raise CourseError(f"{path}: two misconceptions share a name")
    return module.BANK
