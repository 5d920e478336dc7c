"""Small arbitrary changes to the reference, to find out what the hidden tests would not notice.

The operators are those of Cosmic Ray, a mutation testing library; those that must be told names to
put in are left out. Changed is what students complete in this assignment, and nothing else: what is
given, or to be completed in another, is not this assignment's to prove.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator
from typing import NamedTuple

from ..course.config import Course, CourseError
from ..course.regions import Region, enclosing_function, regions
from ..judging.misconceptions import without_comments
from ..judging.reference import below, read_library

_NEED_NAMES = {"core/VariableReplacer", "core/VariableInserter"}


class Mutant(NamedTuple):
    """The reference with one change.

    Attributes:
        function: where it is, as "layers.batchnorm_forward".
        old, new: the lines that differ, without comments and the space around them.
        files: the library with the change: path -> text.
    """

    function: str
    old: str
    new: str
    files: dict[str, str]

    @property
    def change(self) -> tuple[str, str, str]:
        """What names it: the list of those that are equivalent does by this."""
        return self.function, self.old, self.new


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
        before = [f"{line}\n" for line in without_comments(text)]
        for region in regions(text, path, course.assignments):
            if region.assignment != assignment:
                continue
            function = f"{below(path)}.{enclosing_function(text, region, path)}"
            outer = _outermost(text, region)
            source = "".join(before[outer.start : outer.stop])
            for operator in operators:
                # Parsing a function again for each mutant is quicker than parsing the file.
                for mutated in _until_none(lambda n, o=operator, s=source: mutate_code(s, o, n)):
                    lines = mutated.splitlines(keepends=True)
                    after = [*before[: outer.start], *lines, *before[outer.stop :]]
                    first, old, new = _difference(before, after)
                    if first in range(region.begin, region.end):
                        whole = "".join(after)
                        found[whole] = Mutant(function, old, new, {**library, path: whole})
    return list(found.values())


def _outermost(text: str, region: Region) -> range:
    """The lines, from 0, of the function or class of a file that a region is in."""
    (node,) = (
        node
        for node in ast.parse(text).body
        if node.lineno < region.begin <= (node.end_lineno or 0)
    )
    return range(node.lineno - 1, node.end_lineno or 0)


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
