"""Puts together what one student uploaded: which of the files are graded, and where they belong.

Students pack the folder or what is in it, in one archive or in several, or upload the files one by
one, again and again. Of each file the newest counts, and what is not taken is named.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from ..course.config import Course
from ..course.manifest import Kind, Manifest
from ..files import MAX_FILES, MAX_MODULE, MAX_NOTEBOOK, RefusedError
from ..intake.modules import module_path
from .archive import File, files_in_archive, is_archive
from .download import Upload, is_junk
from .names import before_copied, is_called, last_part, listed


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


@dataclass(frozen=True)
class _Taken:
    """A file that is graded: the upload it came with, its path there, and what it holds."""

    upload: Upload
    origin: str
    content: bytes


class _Merged(dict[str, _Taken]):
    """What is graded of several uploads, by where it belongs: the newest of each."""

    def add(self, upload: Upload, found: dict[str, File]) -> dict[str, File]:
        """Take from the next older upload what newer ones lack.

        Returns:
            What newer ones have.

        Raises:
            RefusedError: a file cannot be read, or there are too many.
        """
        new = {path: file for path, file in found.items() if path not in self}
        _check_names([*self, *new])
        for path, file in new.items():  # not kept itself: it holds on to the whole archive
            self[path] = _Taken(upload, file.path, _read(path, file))
        return {path: file for path, file in found.items() if path not in new}

    def check_newer(self, upload: Upload, older: dict[str, File]) -> None:
        """See that it is clear what counts: what was taken, or this upload's of the same place.

        Raises:
            RefusedError: they are of one age, or only one is called as it should be; and differ.
        """
        for path, file in older.items():
            taken = self[path]
            clear = is_called(taken.origin, path) and is_called(file.path, path)
            clear = clear and taken.upload.order > upload.order
            if not clear and _read(path, file) != taken.content:
                raise RefusedError(
                    f"{taken.upload.where} and {upload.where} differ in {path}, and which one "
                    "counts is not clear"
                )


class Assembly:
    """Puts together hand-ins for one assignment."""

    def __init__(self, course: Course, assignment: str):
        """Read which files are graded.

        Raises:
            CourseError: there is no such assignment, or no release of it.
        """
        course.check_assignment(assignment)
        files = Manifest.read(course.release(assignment)).files
        self._required = {path for path, each in files.items() if each.kind == Kind.HAND_IN}
        self._notebooks = {path for path in self._required if path.endswith(".ipynb")}
        self._wanted = self._required | {
            path for path, each in files.items() if each.kind in (Kind.HELPER, Kind.EARLIER)
        }
        self._names = Counter(map(last_part, self._wanted))
        self._package = course.package

    def hand_in(self, uploads: list[Upload]) -> HandIn:
        """Put together what a student uploaded.

        An archive is a hand-in by itself, and so are all files uploaded singly. Where they overlap
        the newest upload counts; an older one adds what newer ones lack.

        Raises:
            RefusedError: nothing of it is graded, or what is cannot be told or read.
        """
        newest_first = sorted(uploads, key=lambda each: (each.order, each.where), reverse=True)
        singly, spare = self._placed_singly(newest_first)
        merged, superseded, left_out = _Merged(), [], []
        for each in newest_first:
            found = singly.get(each, {})
            others: list[str] = []
            try:
                if is_archive(each.file.path):
                    found, others = self._select(files_in_archive(each.file))
                older = merged.add(each, found)
            except RefusedError as error:
                # An older upload is not to stand in for what could not be read.
                newer = {path for path in merged if merged[path].upload.order > each.order}
                if not self._required <= newer:
                    of_it = f"{each.file.path}: " if is_archive(each.file.path) else ""
                    raise RefusedError(f"{of_it}{error}") from error
                left_out.append(f"{each.file.path} ({error})")
                continue
            merged.check_newer(each, older)
            if older and older == found:
                superseded.append(each.where)
            else:
                superseded += [file.path for file in older.values()]
                left_out += others
        notebooks = [each for each in spare if each.file.path.endswith(".ipynb")]
        if len(missing := self._notebooks - merged.keys()) == len(notebooks) == 1:
            merged.add(notebooks[0], {missing.pop(): notebooks[0].file})
            spare.remove(notebooks[0])
        if not merged:
            raise RefusedError(f"holds none of {listed(self._required)}")
        left_out += [each.file.path for each in spare]
        return HandIn(
            {path: taken.content for path, taken in merged.items()},
            max(taken.upload.file.time for taken in merged.values()),
            [*self._notes(uploads, merged, superseded, left_out)],
        )

    def _notes(self, uploads, merged, superseded, left_out) -> Iterator[str]:
        if any(each.late for each in uploads):
            yield "late"
        for path, taken in sorted(merged.items()):
            if last_part(taken.origin) != last_part(path):
                yield f"{taken.origin} was taken for {path}"
        sources = {taken.upload for taken in merged.values()}
        archives = [each.where for each in sources if is_archive(each.file.path)]
        for what, names in (
            ("put together from", archives if len(archives) > 1 else ()),
            ("without", self._required - merged.keys()),
            ("superseded:", superseded),
            ("left out:", left_out),
        ):
            if names:
                yield f"{what} {listed(names)}"

    def _placed_singly(
        self, newest_first: list[Upload]
    ) -> tuple[dict[Upload, dict[str, File]], list[Upload]]:
        """Where each file that was uploaded singly belongs, and those that are not graded."""
        places, spare = defaultdict(list), []
        for each in newest_first:
            if not is_archive(each.file.path):
                folder, _, _ = each.file.path.rpartition("/")
                places[folder, self._original(each.file.path)].append(each)
        found, _ = self._select([uploads[0].file for uploads in places.values()], spare=False)
        path_of = {file: path for path, file in found.items()}
        placed: dict[Upload, dict[str, File]] = {}
        for uploads in places.values():
            if path := path_of.get(uploads[0].file):
                placed |= {each: {path: each.file} for each in uploads}
            else:
                spare += uploads
        return placed, spare

    def _original(self, path: str) -> str:
        """What a file is called; of a copy of what is graded, what it was called."""
        name = last_part(path)
        before = before_copied(path)
        return before if before in self._names and name not in self._names else name

    def _select(self, files: list[File], spare=True) -> tuple[dict[str, File], list[str]]:
        """The files that are graded, by where they belong, and what the others are called.

        Args:
            spare: whether the only other notebook stands in for the only missing one.
        """
        seen, left_out = [], []
        for file in files:
            try:
                parts = file.parts()
            except RefusedError as error:
                left_out.append(f"{file.path} ({error})")
            else:
                seen += [] if is_junk(parts) else [(parts, file)]
        root, taken = self._find_package(seen)
        for path in sorted(self._wanted - taken.keys()):
            name = last_part(path)
            same = [
                (parts[:-1], file)
                for parts, file in seen
                if self._original(file.path) == name
                # Of two modules of one name in different folders, the folder tells which it is.
                and (self._names[name] == 1 or parts[-2:-1] == path.split("/")[-2:-1])
            ]
            if same:
                taken[path] = _nearest(name, root, same)
        graded = {*taken.values()}
        others = [file for _, file in seen if file not in graded]
        notebooks = [file for file in others if file.path.endswith(".ipynb")]
        missing = self._notebooks - taken.keys()
        if spare and len(missing) == len(notebooks) == 1:
            taken[missing.pop()] = notebooks[0]
            others.remove(notebooks[0])
        return taken, left_out + [file.path for file in others]

    def _find_package(self, seen) -> tuple[list[str], dict[str, File]]:
        """The folder that holds the package, and the package's modules.

        Of several it is the one with most of what is wanted, then the outermost.
        """
        places: defaultdict[tuple[str, ...], dict[str, File]] = defaultdict(dict)
        for parts, file in seen:
            if self._package not in parts:
                continue
            inside = len(parts) - parts[::-1].index(self._package)
            if inside < len(parts) and (path := module_path(self._package, parts[inside:])):
                modules = places[tuple(parts[: inside - 1])]
                if modules.setdefault(path, file) is not file:
                    raise RefusedError(f"holds {file.path} twice")
        ranks = {
            place: (len(self._wanted & modules.keys()), -len(place))
            for place, modules in places.items()
        }
        most = max(ranks.values(), default=None)
        best = [place for place in ranks if ranks[place] == most]
        if len(best) > 1:
            folders = ["/".join([*place, self._package]) for place in best]
            raise RefusedError(f"holds {listed(folders)}: which one is not clear")
        return (list(best[0]), places[best[0]]) if best else ([], {})


def _check_names(paths: list[str]) -> None:
    if len(paths) > MAX_FILES:
        raise RefusedError(f"holds {len(paths)} modules, more than {MAX_FILES}")
    for path in paths:
        if same := [other for other in paths if other.casefold() == path.casefold()][1:]:
            raise RefusedError(f"holds {path} and {same[0]}: keep one")


def _nearest(name: str, root: list[str], same: list[tuple[list[str], File]]) -> File:
    """Of files of one name the one beside the package, else the outermost; a copy comes second."""
    ranks = [
        (folders != root, len(folders), last_part(file.path) != name) for folders, file in same
    ]
    best = min(ranks)
    nearest = [file for rank, (_, file) in zip(ranks, same, strict=True) if rank == best]
    if len(nearest) > 1:
        names = [file.path for file in nearest]
        raise RefusedError(f"holds {listed(names)}: which one is not clear")
    return nearest[0]


def _read(path: str, file: File) -> bytes:
    try:
        return file.read(MAX_MODULE if path.endswith(".py") else MAX_NOTEBOOK)
    except RefusedError as error:
        raise RefusedError(f"{file.path}: {error}") from error
