"""Small arbitrary changes to the reference, to find out what the hidden tests would not notice.

The operators are those of Cosmic Ray, a mutation testing library; those that must be told names to
put in are left out. Changed are the bodies of the functions that students complete; of a
constructor only what they complete, as what else it does is given, and random.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from ..course.config import Course, CourseError
from ..course.regions import regions
from ..judging.reference import read_library

_NEED_NAMES = {"core/VariableReplacer", "core/VariableInserter"}


class Mutant(NamedTuple):
    """The reference with one change.

    Attributes:
        path: the file that is changed.
        old, new: the lines that differ, without the space around them.
        files: the library with the change: path -> text.
    """

    path: str
    old: str
    new: str
    files: dict[str, str]

    @property
    def change(self) -> tuple[str, str, str]:
        """What names it: the list of those that are equivalent does by this."""
        return self.path, self.old, self.new


def mutants(course: Course, assignment: str) -> list[Mutant]:
    """Every mutant of an assignment's reference.

    Raises:
        CourseError: there is no such assignment, or Cosmic Ray is not installed.
    """
    course.check_assignment(assignment)
    try:
        from cosmic_ray.mutating import mutate_code
        from cosmic_ray.plugins import get_operator, operator_names
    except ImportError as error:
        raise CourseError("mutants need Cosmic Ray: pip install cosmic-ray") from error
    operators = [get_operator(name)() for name in operator_names() if name not in _NEED_NAMES]
    library = read_library(course)
    found = {}
    for path, text in library.items():
        before = text.splitlines(keepends=True)
        for outer, bodies in _completed(course, assignment, path, text):
            source = "".join(before[outer.start : outer.stop])
            for operator in operators:
                # Parsing a function again for each mutant is quicker than parsing the file.
                for mutated in _until_none(lambda n, o=operator, s=source: mutate_code(s, o, n)):
                    lines = mutated.splitlines(keepends=True)
                    after = [*before[: outer.start], *lines, *before[outer.stop :]]
                    first, old, new = _difference(before, after)
                    if any(first in body for body in bodies):
                        whole = "".join(after)
                        found[whole] = Mutant(path, old, new, {**library, path: whole})
    return list(found.values())


def _completed(
    course: Course, assignment: str, path: str, text: str
) -> Iterator[tuple[range, list[range]]]:
    """The functions and classes of a file with something to complete, and the lines to change.

    Yields:
        The lines of each, from 0, and the lines in it that are to be changed.
    """
    completed = [
        region
        for region in regions(text, path, list(course.assignments))
        if region.assignment == assignment
    ]
    for node in ast.parse(text).body:
        bodies = []
        for function in ast.walk(node):
            for region in completed:
                if isinstance(function, ast.FunctionDef) and (
                    function.lineno < region.begin <= function.end_lineno
                ):
                    first = function.body[ast.get_docstring(function) is not None]
                    bodies.append(
                        range(region.begin, region.end)
                        if function.name == "__init__"
                        else range(first.lineno - 1, function.end_lineno)
                    )
        if bodies:
            yield range(node.lineno - 1, node.end_lineno), bodies


def _until_none(make) -> Iterator[str]:
    return itertools.takewhile(lambda made: made is not None, map(make, itertools.count()))


def _difference(before: list[str], after: list[str]) -> tuple[int, str, str]:
    """The first line that differs, from 0, and the lines that do, before and after."""
    same = _in_common(before, after)
    rest = _in_common(before[same:][::-1], after[same:][::-1])
    old, new = (
        "\n".join(line.strip() for line in lines[same : len(lines) - rest])
        for lines in (before, after)
    )
    return same, old, new


def _in_common(first: list[str], second: list[str]) -> int:
    """How many items two lists begin with alike."""
    pairs = zip(first, second, strict=False)
    return sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], pairs))
