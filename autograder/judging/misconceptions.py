"""A bank of wrong answers: each a small change to the reference that a plausible mistake makes.

An assignment's bank is the list BANK in tests/hidden/<assignment>/misconceptions.py. It tests the
tests, explains to students what they may have thought, and fills the demo class.
"""

from __future__ import annotations

import ast
import functools
import io
import re
import textwrap
import tokenize
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from ..course.config import Course, CourseError
from ..course.regions import lines_of
from .reference import below, compile_module, read_library

_OF_LATER = "\n"  # in place of a line: no line is like it


@dataclass(frozen=True)
class Misconception:
    """A named, plausible wrong implementation.

    Attributes:
        name: what the mistake is, in a few words.
        changes: what whoever has the misconception writes instead: a function, as
            "layers.batchnorm_forward" or "fc_net.FullyConnectedNet.loss" -> {lines of it: other
            lines}. The lines stand in that function exactly once, side by side; comments and
            indentation do not count. The other lines take their place, none to leave them out.
        costs: the grade cells that lose marks for it; no other may.
        hint: for whoever wrote it: what was probably thought, why it is not so, where to look.
        also: changes that are the same mistake and compute something else in rare cases only, as
            for a batch of one.
        imports: what the other lines need that a module does not import: "fc_net" -> a line.
        later: the assignments after the one whose bank it is in, which is filled in: their regions
            are not looked at. Those of earlier ones are given code, with which one can err, too.
        edit: of one that was found, not written: what was changed, for the instructor.
        excuses: whether what is built on the function is judged with the mistake in it.
        price: what a teacher would take for it, in points, in each grade cell that it costs; where
            it says nothing, it costs what its tests cost.
    """

    name: str
    changes: dict[str, dict[str, str]]
    costs: tuple[str, ...]
    hint: str
    imports: dict[str, str] = field(default_factory=dict)
    also: tuple[dict[str, dict[str, str]], ...] = ()
    later: frozenset[str] = field(default=frozenset(), compare=False)
    edit: str = ""
    excuses: bool = True
    price: Mapping[str, float] | None = None

    @property
    def slug(self) -> str:
        """The name as a folder's."""
        return re.sub(r"[^\w -]", "", self.name).replace(" ", "_")

    @property
    def ways(self) -> list[Misconception]:
        """Itself, as it is and as it is written otherwise."""
        return [self, *(replace(self, changes=changes, also=()) for changes in self.also)]

    def may_cost(self, grade_id: str) -> bool:
        """Whether marks in a grade cell may be lost for it: in any, if it was found."""
        return bool(self.edit) or grade_id in self.costs

    def apply(self, files: Mapping[str, str]) -> dict[str, str]:
        """The library with this mistake in it.

        Args:
            files: the reference library: path -> text.

        Raises:
            CourseError: the reference has changed so that the mistake no longer applies, or with
                it is no Python.
        """
        changed: dict[str, str] = {}
        for name, lines in self.changes.items():
            path, function = self._find(name, files)
            for old, new in lines.items():
                text = changed.get(path, files[path])
                changed[path] = self._replace(text, function, old, new, name)
        for module, line in self.imports.items():
            path, _ = self._find(f"{module}.", files)
            changed[path] = f"{changed.get(path, files[path])}\n{line}\n"
        for path, text in changed.items():
            try:
                compile_module(text)
            except SyntaxError as error:
                raise self._error(f"{path} is no Python with it: {error.msg}") from error
        return {**files, **changed}

    def check_price(self) -> None:
        """Raise CourseError if it has a price for a cell that it does not cost, or one below 0."""
        for grade_id, points in (self.price or {}).items():
            if grade_id not in self.costs:
                raise self._error(f"it has a price in {grade_id}, which is not among its costs")
            if not points >= 0:
                raise self._error(f"its price in {grade_id} is {points}: it must be 0 or more")

    def _find(self, name, files):
        """The file a function is in, and its name there."""
        for path in sorted(files, key=below, reverse=True):  # what is in a package before itself
            module = f"{below(path)}."
            if name.startswith(module):
                return path, name.removeprefix(module)
        raise self._error(f"the library has no module for {name.rstrip('.')!r}")

    def _replace(self, text, function, old, new, name):
        node = functions_of(text).get(function)
        if node is None:
            raise self._error(f"the library has no function {name}")
        lines, code = text.split("\n"), [line.strip() for line in without_comments(text)]
        for number in lines_of(text, self.later):
            code[number] = _OF_LATER
        body = node.body[ast.get_docstring(node) is not None :] or node.body
        span = range(body[0].lineno - 1, node.end_lineno or 0)
        numbers = [number for number in span if code[number]]
        wanted = [line.strip() for line in old.splitlines() if line.strip()]
        runs = [numbers[place : place + len(wanted)] for place in range(len(numbers))]
        found = [run for run in runs if [code[number] for number in run] == wanted]
        if not wanted or len(found) != 1:
            raise self._error(f"{old.strip()!r} must stand exactly once in {name}")
        (run,) = found
        indent = min(len(lines[number]) - len(lines[number].lstrip()) for number in run)
        other = textwrap.indent(textwrap.dedent(new).strip("\n"), indent * " ")
        lines[run[0] : run[-1] + 1] = other.split("\n") if other.strip() else []
        return "\n".join(lines)

    def _error(self, problem):
        return CourseError(f"misconception {self.name!r}: {problem}")


@functools.lru_cache(maxsize=64)
def functions_of(text: str) -> dict[str, ast.FunctionDef]:
    """The functions of a module, methods included, by their names in it."""
    found = {}

    def look(node, before):
        for each in node.body:
            if isinstance(each, ast.ClassDef):
                look(each, f"{before}{each.name}.")
            elif isinstance(each, ast.FunctionDef):
                found[before + each.name] = each

    look(ast.parse(text), "")
    return found


def functions_in(
    files: Mapping[str, str], subject: str
) -> Iterator[tuple[str, str, ast.FunctionDef]]:
    """A function of a library, or the methods of a class: file, qualified name and definition.

    Args:
        files: the library: path -> text.
        subject: "layers.batchnorm_forward", or "fc_net.FullyConnectedNet".
    """
    for path, text in files.items():
        for name, node in functions_of(text).items():
            name = f"{below(path)}.{name}"
            if subject in (name, name.rpartition(".")[0]):
                yield path, name, node


@functools.lru_cache(maxsize=64)
def without_comments(text: str) -> tuple[str, ...]:
    """The lines of a module, comments and the space before them left out."""
    lines = text.removesuffix("\n").split("\n")
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type == tokenize.COMMENT:
            number, column = token.start
            lines[number - 1] = lines[number - 1][:column]
    return tuple(line.rstrip() for line in lines)


def load_bank(
    course: Course, assignment: str, library: Mapping[str, str] | None = None
) -> list[Misconception]:
    """The bank of an assignment; empty if it has none.

    Args:
        course, assignment: whose it is.
        library: the reference, path -> text, if not as it is today.

    Raises:
        CourseError: there is no such assignment, the bank cannot be read, two misconceptions
            share a name, or one does not apply to the reference or has a price that cannot be.
    """
    course.check_assignment(assignment)
    module = course.hidden_module(assignment, "misconceptions")
    if module is None:
        return []
    bank = getattr(module, "BANK", None)
    if not isinstance(bank, list) or not all(isinstance(each, Misconception) for each in bank):
        raise CourseError(f"{module.__file__}: BANK must be a list of Misconceptions")
    if len({each.name for each in bank}) < len(bank):
        raise CourseError(f"{module.__file__}: two misconceptions share a name")
    bank = [replace(each, later=course.later(assignment)) for each in bank]
    library = read_library(course) if library is None else library
    for each in bank:
        each.apply(library)
        each.check_price()
    return bank
