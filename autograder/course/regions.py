"""From the course's own files to what students receive: solution regions become stubs.

A region names the assignment it is to be solved in:

    ### BEGIN SOLUTION batchnorm
    ...
    ### END SOLUTION

In the release of that assignment it becomes a NotImplementedError naming the function. In the
release of a later one it stays, as given code, without its markers; where students build on their
own work it is a stub there, too. In the release of an earlier one it says when it comes, and a file
of which all comes later is not there at all.
"""

from __future__ import annotations

import ast
import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from .assignment import FILE, Assignment
from .config import Course, CourseError
from .imports import check_imports
from .manifest import Kind

_MARKER = re.compile(r"^(?P<indent> *)### (?:BEGIN SOLUTION (?P<assignment>\S+)|END SOLUTION)$")
_BUNDLE = f"bundle in its {FILE}"  # of the assignment that is spoken of
_SELF_CHECK = Path(__file__).parent / "handout" / "self_check.py"
UNSOLVED = " is not implemented yet"  # how the message of a stub ends
_STUB = re.compile(
    rf'^ *raise NotImplementedError\("(?P<function>\S+){UNSOLVED}(?:: it was asked for in .*)?"\)$'
)
_MENTION = re.compile(r"(BEGIN|END)[\s_-]*SOLUTION", re.IGNORECASE)


class Region(NamedTuple):
    """A solution region: its first and last line (the markers), from 1, and its assignment."""

    begin: int
    end: int
    assignment: str


def regions(text: str, name: str, assignments: Collection[str]) -> list[Region]:
    """The solution regions of a file.

    Args:
        text: what the file holds.
        name: the file's name, for messages.
        assignments: the assignments there are.

    Raises:
        CourseError: a region is malformed; the message names file and line.
    """
    found, begin, assignment = [], None, ""
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


def lines_of(text: str, assignments: Collection[str]) -> set[int]:
    """The lines of a file, from 0, that stand in solution regions of some assignments."""
    found, inside = set(), False
    for number, line in enumerate(text.split("\n")):
        if marker := _MARKER.match(line):
            inside = marker["assignment"] in assignments
        elif inside:
            found.add(number)
    return found


def strip(text: str, name: str, assignment: str, assignments: Mapping[str, Assignment]) -> str:
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
        if _is_given(region, assignment, assignments):
            released += lines[region.begin : region.end - 1]
        else:
            indent = lines[region.begin - 1].partition("#")[0]
            function = enclosing_function(text, region, name)
            title = assignments[region.assignment].title
            if _is_later(region, assignment, assignments):
                message = f"{function} comes with the assignment {title}"
            elif region.assignment == assignment:
                message = function + UNSOLVED
            else:
                message = f"{function}{UNSOLVED}: it was asked for in {title}"
            said = json.dumps(message, ensure_ascii=False)
            released.append(f"{indent}raise NotImplementedError({said})")
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


def solve(
    released: str, text: str, name: str, assignment: str, assignments: Mapping[str, Assignment]
) -> str:
    """A released Python file with the solutions of today in place of its stubs.

    So it is as it was when it was released, whatever has been changed around the solutions since.

    Args:
        released: what was released.
        text: what the course's file holds today.
        name, assignment, assignments: see strip.

    Raises:
        CourseError: a region is malformed, or today's solutions are not those the stubs stand for.
    """
    lines, solutions = text.split("\n"), defaultdict(list)
    for region in regions(text, name, assignments):
        if not (
            _is_given(region, assignment, assignments) or _is_later(region, assignment, assignments)
        ):
            function = enclosing_function(text, region, name)
            solutions[function].append(lines[region.begin - 1 : region.end])
    solved = []
    for line in released.split("\n"):
        stub = _STUB.match(line)
        if stub is None:
            solved.append(line)
        elif solutions[stub["function"]]:
            solved += solutions[stub["function"]].pop(0)
        else:
            raise CourseError(
                f"{name} has no solution any more for what the release of {assignment} asks for in "
                f"{stub['function']}: put it back, in a region of that function"
            )
    if left := [function for function, each in solutions.items() if each]:
        raise CourseError(
            f"{name} has more solutions in {left[0]} than the release of {assignment} has places "
            f"for: keep them in as many regions, or run nbgrader generate_assignment {assignment}"
        )
    return "\n".join(solved)


def _is_later(region: Region, assignment: str, assignments: Mapping[str, Assignment]) -> bool:
    return assignments[region.assignment].order > assignments[assignment].order


def _is_given(region: Region, assignment: str, assignments: Mapping[str, Assignment]) -> bool:
    """Whether a solution is released with an assignment."""
    earlier = assignments[region.assignment].order < assignments[assignment].order
    return earlier and assignments[assignment].builds_on == "reference"


def enclosing_function(text: str, region: Region, name: str) -> str:
    """The qualified name of the innermost function around a region."""
    nodes = list(ast.walk(ast.parse(text, name)))
    around = [
        node
        for node in nodes
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and node.lineno < region.begin <= (node.end_lineno or 0)
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


class Released(NamedTuple):
    """A file as it is released, and what becomes of it when a student hands it in: its Kind."""

    content: bytes
    kind: Kind


def bundle(course: Course, assignment: str) -> dict[str, Released]:
    """What is released beside an assignment's notebook, stubs in place, by its path.

    A file whose regions are all of later assignments comes with these: it is left out, unless the
    bundle gives its very name.

    Raises:
        CourseError: there is no such assignment, a region is malformed, a file imports what is
            not released, or nothing is bundled.
    """
    course.check_assignment(assignment)
    about, later = course.assignments[assignment], {}
    released = {_SELF_CHECK.name: Released(_SELF_CHECK.read_bytes(), Kind.GIVEN)}  # for notebooks
    for path in _bundled(course, about.bundle):
        name = path.relative_to(course.path).as_posix()
        content, kind = path.read_bytes(), Kind.GIVEN
        if path.suffix == ".py":
            text = content.decode()
            found = regions(text, name, course.assignments)
            comes_with = [course.assignments[each.assignment] for each in found] or [about]
            first = min(comes_with, key=lambda each: each.order)
            if first.order > about.order and name not in about.bundle:
                later[name] = first.title
                continue
            kind = _kind(name, found, about, course.assignments)
            content = strip(text, name, assignment, course.assignments).encode()
        released[name] = Released(content, kind)
    for name in [name for name in released if name.endswith("/__init__.py")]:
        folder = name.removesuffix("__init__.py")
        inside = {each for each in {**released, **later} if each.startswith(folder)} - {name}
        if inside and later.keys() >= inside:  # a folder of which all comes later does, too
            later[name] = later[min(inside)]
            del released[name]
    for required in about.hand_in:
        if required not in released:
            raise CourseError(f"{required} is to be handed in, but {_BUNDLE} has no such file")
    check_imports({name: each.content for name, each in released.items()}, later)
    return released


def library(course: Course, assignment: str) -> dict[str, bytes]:
    """What is released beside an assignment's notebook: path -> content; see bundle."""
    return {name: each.content for name, each in bundle(course, assignment).items()}


def _kind(
    name: str, found: list[Region], about: Assignment, assignments: Mapping[str, Assignment]
) -> Kind:
    """What becomes of a student's file: by its regions, and by what must be handed in."""
    if name in about.hand_in:
        return Kind.HAND_IN
    own = any(each.assignment == about.name for each in found)
    earlier = about.builds_on == "own" and any(
        assignments[each.assignment].order < about.order for each in found
    )
    if own and earlier:
        raise CourseError(
            f"{name} holds work of {about.name} and of an earlier assignment: where students build "
            f"on their own, it must be handed in, so name it under hand_in in {FILE}"
        )
    return Kind.HELPER if own else Kind.EARLIER if earlier else Kind.GIVEN


def _bundled(course: Course, patterns: list[str]) -> Iterator[Path]:
    for pattern in patterns:
        found = [path for path in sorted(course.path.glob(pattern)) if not _is_hidden(course, path)]
        if not found:
            raise CourseError(f"{pattern!r} in {_BUNDLE} matches no file of the course")
        yield from found


def _is_hidden(course: Course, path: Path) -> bool:
    """Whether it lies in a folder such as .ipynb_checkpoints, into which ** looks, too."""
    return any(part.startswith(".") for part in path.relative_to(course.path).parts[:-1])
