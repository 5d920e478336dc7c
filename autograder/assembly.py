"""Puts together what one student uploaded: which of the files are graded, and where they belong.

Students zip the folder or what is in it, or upload the files one by one, again and again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath

from .course import Course, CourseError
from .download import File, Upload, files_in_zip, is_junk
from .intake import (
    MAX_FILES,
    MAX_MODULE,
    MAX_NOTEBOOK,
    PACKAGE,
    RefusedError,
    module_path,
)
from .release import given, library

_SHOWN = 5  # names in a note
_ARCHIVE = ".zip"


@dataclass(frozen=True)
class HandIn:
    """What one student handed in.

    Attributes:
        files: what is graded of it: path -> content.
        time: when it was uploaded, as far as the LMS says.
        notes: what else to know of it, a phrase each.
    """

    files: dict[str, bytes]
    time: datetime
    notes: list[str]


class Assembly:
    """Puts together hand-ins for one assignment."""

    def __init__(self, course: Course, assignment: str):
        """Read which files are graded.

        Raises:
            CourseError: there is no such assignment, its library is malformed, or it has no
                notebook.
        """
        solved = library(course, assignment).keys() - given(course, assignment)
        self._notebooks = {path.name for path in course.source(assignment).glob("*.ipynb")}
        if not self._notebooks:
            raise CourseError(f"{course.source(assignment)} holds no notebook")
        self._required = {*course.assignments[assignment], *self._notebooks}
        self._wanted = self._required | {
            path for path in solved if path.startswith(f"{PACKAGE}/") and path.endswith(".py")
        }

    def hand_in(self, uploads: list[Upload]) -> HandIn:
        """Put together what a student uploaded.

        The newest zip is what was handed in; files uploaded singly add what it lacks.

        Raises:
            RefusedError: nothing of it is graded, or what is cannot be told or read.
        """
        newest: dict[str, Upload] = {}
        superseded = []
        for each in sorted(uploads, key=lambda upload: (upload.order, upload.where)):
            path = each.file.path
            key = _ARCHIVE if path.lower().endswith(_ARCHIVE) else path
            if key in newest:
                superseded.append(newest[key].where)
            newest[key] = each
        archive = newest.pop(_ARCHIVE, None)
        taken, left_out = self._select([each.file for each in newest.values()])
        times = [file.time for file in taken.values()]
        if archive:
            zipped, others = self._select(_opened(archive.file))
            left_out += others + [taken[path].path for path in taken.keys() & zipped.keys()]
            times = [file.time for path, file in taken.items() if path not in zipped]
            times.append(archive.file.time)
            taken |= zipped
        self._check(taken)
        notes = ["late"] if any(each.late for each in uploads) else []
        for path in sorted(self._notebooks & taken.keys()):
            if PurePosixPath(taken[path].path).name != path:
                notes.append(f"{taken[path].path} was taken for {path}")
        for what, paths in (
            ("without", self._required - taken.keys()),
            ("superseded:", superseded),
            ("left out:", left_out),
        ):
            notes += [f"{what} {_listed(paths)}"] if paths else []
        return HandIn({path: _read(path, file) for path, file in taken.items()}, max(times), notes)

    def _check(self, taken):
        if not taken:
            raise RefusedError(f"holds none of {_listed(self._required)}")
        if len(taken) > MAX_FILES:
            raise RefusedError(f"holds {len(taken)} modules, more than {MAX_FILES}")
        for path in taken:
            if same := [other for other in taken if other.casefold() == path.casefold()][1:]:
                raise RefusedError(f"holds {path} and {same[0]}: keep one")

    def _select(self, files: list[File]) -> tuple[dict[str, File], list[str]]:
        """The files that are graded, by where they belong, and what the others are called."""
        seen, left_out = [], []
        for file in files:
            try:
                parts = file.parts()
            except RefusedError as error:
                left_out.append(f"{file.path} ({error})")
            else:
                seen += [] if is_junk(parts) else [(parts, file)]
        root, taken = _package(seen, self._wanted)
        for path in sorted(self._wanted - taken.keys()):
            name = PurePosixPath(path).name
            same = [(parts[:-1], file) for parts, file in seen if parts[-1] == name]
            if same:
                taken[path] = _nearest(root, same)
        missing = self._notebooks - taken.keys()
        graded = {*taken.values()}
        spare = [file for _, file in seen if file not in graded]
        notebooks = [file for file in spare if file.path.endswith(".ipynb")]
        if len(missing) == len(notebooks) == 1:
            taken[missing.pop()] = notebooks[0]
            spare.remove(notebooks[0])
        return taken, left_out + [file.path for file in spare]


def _package(seen, wanted) -> tuple[list[str], dict[str, File]]:
    """The folder that holds the package, and the package's modules.

    Of several it is the one with most of what is wanted, then the outermost.
    """
    places = defaultdict(dict)
    for parts, file in seen:
        if PACKAGE not in parts:
            continue
        inside = len(parts) - parts[::-1].index(PACKAGE)
        if inside < len(parts) and (path := module_path(parts[inside:])):
            modules = places[tuple(parts[: inside - 1])]
            if modules.setdefault(path, file) is not file:
                raise RefusedError(f"holds {file.path} twice")
    ranks = {
        place: (len(wanted & modules.keys()), -len(place)) for place, modules in places.items()
    }
    best = [place for place in ranks if ranks[place] == max(ranks.values())]
    if len(best) > 1:
        folders = ["/".join([*place, PACKAGE]) for place in best]
        raise RefusedError(f"holds {_listed(folders)}: which one is not clear")
    return (list(best[0]), places[best[0]]) if best else ([], {})


def _nearest(root: list[str], same: list[tuple[list[str], File]]) -> File:
    """Of files of one name the one beside the package, else the outermost."""
    ranks = [(folders != root, len(folders)) for folders, _ in same]
    nearest = [file for rank, (_, file) in zip(ranks, same, strict=True) if rank == min(ranks)]
    if len(nearest) > 1:
        raise RefusedError(
            f"holds {_listed(file.path for file in nearest)}: which one is not clear"
        )
    return nearest[0]


def _opened(file: File) -> list[File]:
    try:
        return files_in_zip(file)
    except RefusedError as error:
        raise RefusedError(f"{file.path}: {error}") from error


def _read(path: str, file: File) -> bytes:
    try:
        return file.read(MAX_MODULE if path.endswith(".py") else MAX_NOTEBOOK)
    except RefusedError as error:
        raise RefusedError(f"{file.path}: {error}") from error


def _listed(names: Collection[str]) -> str:
    """Names, sorted; of many the first ones."""
    names = sorted(names)
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
