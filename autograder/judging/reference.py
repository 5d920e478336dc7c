"""The course's own library as a package in this process: as it is, or with a mistake in it.

Hidden tests compare with it. A diagnosis runs it with one mistake after another, and what a mistake
excuses is judged by it.
"""

from __future__ import annotations

import functools
import importlib
import importlib.abc
import importlib.util
import itertools
import sys
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from types import CodeType, ModuleType

from ..course.config import Course, CourseError
from ..course.manifest import Kind, Release
from ..course.regions import library, solve
from ..intake.modules import module_name, module_path
from .gradients import with_exact_gradient
from .passes import backward_of

_number = itertools.count()


def below(path: str) -> str:
    """A module as hidden tests look it up in the package: "rnn.cell"."""
    return module_name(path).partition(".")[2]


def read_library(course: Course) -> dict[str, str]:
    """The modules of the course's library, solutions included: path -> text.

    Raises:
        CourseError: a folder of modules in it is no package.
    """
    folder = course.path / course.package
    files = {
        path.relative_to(course.path).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.py"))
        if module_path(course.package, path.relative_to(folder).parts)
    }
    for package in sorted({path.rpartition("/")[0] for path in files}):
        if f"{package}/__init__.py" not in files:
            raise CourseError(
                f"{package}/ holds modules, but no __init__.py: add one, which may be empty"
            )
    return files


def solved(course: Course, assignment: str, release: Release) -> dict[str, str]:
    """The library as it was released, solutions in place of the stubs: path -> text.

    Raises:
        CourseError: the course has no solution any more for a stub of the release.
    """
    package = f"{course.package}/"
    files = {f"{package}__init__.py": ""}  # a release may do without
    for path, content in release.library.items():
        if path.startswith(package) and path.endswith(".py"):
            files[path] = content.decode()
            if release.kinds[path] != Kind.GIVEN:
                try:
                    today = (course.path / path).read_text(encoding="utf-8")
                except OSError as error:
                    raise CourseError(
                        f"{path} was released with {assignment}, and the course needs its "
                        f"solutions to grade: {error.strerror}"
                    ) from error
                files[path] = solve(files[path], today, path, assignment, course.assignments)
    return files


def written_otherwise(
    course: Course, assignment: str, folders: Iterable[Path]
) -> list[dict[str, str]]:
    """Libraries with modules that somebody else has solved: each path -> text.

    Args:
        course, assignment: what was to be solved.
        folders: see solved_otherwise.

    Raises:
        CourseError: see solved_otherwise.
    """
    reference, released = read_library(course), library(course, assignment)
    return [solved_otherwise(reference, released, each, course.package) for each in folders]


def solved_otherwise(
    reference: Mapping[str, str], released: Mapping[str, bytes], folder: Path, package: str
) -> dict[str, str]:
    """A library with modules that somebody else has solved: path -> text.

    Args:
        reference: the library, path -> text.
        released: what students got: path -> content.
        folder: Python files, each what is to be appended to the released module of its path. The
            modules it has none for are the reference's.
        package: the library's name.

    Raises:
        CourseError: there are none, or one is for a module that was not released.
    """
    written = modules_in(folder, package)
    if not written:
        raise CourseError(f"{folder} is to hold a solution, but no Python file is there")
    for name in written:
        if name not in released:
            raise CourseError(f"{folder}: what was released has no {name} to go with it")
    return {**reference} | {
        name: f"{released[name].decode()}\n\n{text}" for name, text in written.items()
    }


def modules_in(folder: Path, package: str) -> dict[str, str]:
    """The Python files in a folder that lie there as they would in the package: path -> text."""
    return {
        f"{package}/{path.relative_to(folder).as_posix()}": path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.py"))
    }


@functools.lru_cache(maxsize=4096)  # banks and edits are loaded again and again
def _load(items: tuple[tuple[str, str], ...], exact: frozenset[str]) -> ModuleType:
    return _Library(dict(items)).load(exact)


def load_library(files: Mapping[str, str], exact: Collection[str] = ()) -> ModuleType:
    """A library as a package whose modules are its attributes.

    It is imported under a name no student's module can have, and apart from every other.

    Args:
        files: path -> text, as read_library gives them.
        exact: forward passes, as "layers.batchnorm_forward", whose backward passes are to be their
            exact gradients, in all of the library.
    """
    return _load(tuple(sorted(files.items())), frozenset(exact))


@functools.lru_cache(maxsize=4096)  # libraries that differ share most of their files
def compile_module(text: str) -> CodeType:
    """The code of a module of the library.

    Raises:
        SyntaxError: it is no Python.
    """
    return compile(text, "<reference>", "exec", dont_inherit=True)


class _Library(importlib.abc.MetaPathFinder, importlib.abc.InspectLoader):
    """Imports a package whose files are in memory."""

    def __init__(self, files: Mapping[str, str]):
        self._package = f"reference_{next(_number)}"
        self._sources, self._packages = {}, set()
        for path, text in files.items():
            _, *below = module_name(path).split(".")
            name = ".".join((self._package, *below))
            self._sources[name] = text
            if path.endswith("/__init__.py"):
                self._packages.add(name)

    def load(self, exact: Collection[str]) -> ModuleType:
        sys.meta_path.insert(0, self)
        try:
            package = importlib.import_module(self._package)
            for name in exact:  # before another module can import the functions
                place, _, forward = name.rpartition(".")
                module = importlib.import_module(f"{self._package}.{place}")
                passes = with_exact_gradient(getattr(module, forward))
                for which, function in zip((forward, backward_of(forward)), passes, strict=True):
                    setattr(module, which, function)
            for name in self._sources:
                importlib.import_module(name)
        finally:
            sys.meta_path.remove(self)
            for name in self._sources:
                sys.modules.pop(name, None)
        return package

    def find_spec(self, fullname, path=None, target=None):
        if fullname not in self._sources:
            return None
        return importlib.util.spec_from_loader(fullname, self, is_package=self.is_package(fullname))

    def get_source(self, fullname):
        return self._sources[fullname]

    def get_code(self, fullname):
        return compile_module(self._sources[fullname])

    def is_package(self, fullname):
        return fullname in self._packages
