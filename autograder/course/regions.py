"""From the course's own files to what students receive: solution regions become stubs.

A region names the assignment it is to be solved in:

    ### BEGIN SOLUTION batchnorm
    ...
    ### END SOLUTION

In the release of that assignment, and of those set before it, it becomes a NotImplementedError
naming the function; in the release of a later one it stays, as given code, without its markers.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from .assignment import FILE
from .config import Course, CourseError

_MARKER = re.compile(r"^(?P<indent> *)### (?:BEGIN SOLUTION (?P<assignment>\S+)|END SOLUTION)$")
_BUNDLE = f"bundle in its {FILE}"  # of the assignment that is spoken of
_MENTION = re.compile(r"(BEGIN|END)[\s_-]*SOLUTION", re.IGNORECASE)


class Region(NamedTuple):
    """A solution region: its first and last line (the markers), from 1, and its assignment."""

    begin: int
    end: int
    assignment: str


def regions(text: str, name: str, assignments: list[str]) -> list[Region]:
    """The solution regions of a file.

    Args:
        text: what the file holds.
        name: the file's name, for messages.
        assignments: the assignments there are.

    Raises:
        CourseError: a region is malformed; the message names file and line.
    """
    found, begin, assignment = [], None, None
    for number, line in enumerate(text.split("\n"), start=1):
        if not _MENTION.search(line):
            continue
        where = f"{name}:{number}"
        marker = _MARKER.match(line)
        if marker is None:
            raise CourseError(
                f"{where}: {line.strip()!r} is no marker; write '### BEGIN SOLUTION <assignment>' "
                "or '### END SOLUTION' on a line of its own"
            )
        if marker["assignment"] is None:
            if begin is None:
                raise CourseError(f"{where}: END SOLUTION without a BEGIN SOLUTION before it")
            found.append(Region(begin, number, assignment))
            begin = None
        elif begin is not None:
            raise CourseError(f"{where}: BEGIN SOLUTION inside the region that begins at {begin}")
        elif marker["assignment"] not in assignments:
            raise CourseError(
                f"{where}: there is no assignment {marker['assignment']!r}; "
                f"there are {', '.join(assignments)}"
            )
        else:
            begin, assignment = number, marker["assignment"]
    if begin is not None:
        raise CourseError(f"{name}:{begin}: BEGIN SOLUTION without an END SOLUTION after it")
    return found


def lines_of_others(text: str, assignment: str) -> set[int]:
    """The lines of a file, from 0, that stand in solution regions of other assignments."""
    found, of_another = set(), False
    for number, line in enumerate(text.split("\n")):
        if marker := _MARKER.match(line):
            of_another = marker["assignment"] not in (None, assignment)
        elif of_another:
            found.add(number)
    return found


def strip(text: str, name: str, assignment: str, assignments: list[str]) -> str:
    """A Python file as it is released with an assignment.

    Args:
        text: what the file holds.
        name: the file's name, for messages.
        assignment: the assignment released.
        assignments: all assignments, in the order they are set.

    Raises:
        CourseError: a region is malformed, outside a function, or its stub is not valid Python.
    """
    lines = text.removesuffix("\n").split("\n")
    released, done = [], 0
    for region in regions(text, name, assignments):
        released += lines[done : region.begin - 1]
        if assignments.index(region.assignment) < assignments.index(assignment):
            released += lines[region.begin : region.end - 1]
        else:
            indent = lines[region.begin - 1].partition("#")[0]
            function = enclosing_function(text, region, name)
            released.append(
                f'{indent}raise NotImplementedError("{function} is not implemented yet")'
            )
        done = region.end
    released += lines[done:]
    result = "\n".join([*released, ""])
    try:
        compile(result, name, "exec")
    except SyntaxError as error:
        raise CourseError(
            f"{name}: without its solutions it is not valid Python (line {error.lineno} of what "
            f"would be released: {error.msg})"
        ) from error
    return result


def enclosing_function(text: str, region: Region, name: str) -> str:
    """The qualified name of the innermost function around a region."""
    nodes = list(ast.walk(ast.parse(text, name)))
    around = [
        node
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and node.lineno < region.begin <= node.end_lineno
    ]
    around.sort(key=lambda node: node.lineno)
    if not around or isinstance(around[-1], ast.ClassDef):
        raise CourseError(f"{name}:{region.begin}: a solution region must be inside a function")
    after = (
        isinstance(node, ast.stmt)
        and region.begin < node.lineno < region.end
        and node.col_offset <= around[-1].col_offset
        for node in nodes
    )
    if any(after):
        raise CourseError(
            f"{name}:{region.begin}: the solution region goes on after the end of {around[-1].name}"
        )
    return ".".join(node.name for node in around)


def library(course: Course, assignment: str) -> dict[str, bytes]:
    """What is released beside an assignment's notebook: path -> content, stubs in place.

    Raises:
        CourseError: there is no such assignment, a region is malformed, or nothing is bundled.
    """
    course.check_assignment(assignment)
    files = {}
    for path in _bundled(course, assignment):
        name = path.relative_to(course.path).as_posix()
        content = path.read_bytes()
        if path.suffix == ".py":
            content = strip(content.decode(), name, assignment, list(course.assignments)).encode()
        files[name] = content
    for required in course.assignments[assignment].hand_in:
        if required not in files:
            raise CourseError(f"{required} is to be handed in, but {_BUNDLE} has no such file")
    return files


def given(course: Course, assignment: str) -> set[str]:
    """The Python files of the library with nothing to solve in the assignment."""
    return {
        name
        for path in _bundled(course, assignment)
        if path.suffix == ".py"
        for name in [path.relative_to(course.path).as_posix()]
        if not any(
            region.assignment == assignment
            for region in regions(path.read_text(encoding="utf-8"), name, list(course.assignments))
        )
    }


def _bundled(course: Course, assignment: str) -> Iterator[Path]:
    for pattern in course.assignments[assignment].bundle:
        found = sorted(course.path.glob(pattern))
        if not found:
            raise CourseError(f"{pattern!r} in {_BUNDLE} matches no file of the course")
        yield from found
