"""Takes in what a student handed in, as a value: only regular files that are asked for.

Nothing of a submission is read but the assignment's notebook, the library's Python files
and what nbgrader's exchange puts beside them; links, devices and files that are too large are
refused by name.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ..course.config import Course
from ..course.manifest import Kind, Release
from ..files import MAX_FILES, MAX_MODULE, RefusedError, digest, lay_out, read_regular
from ..text import clean

_MAX_FOLDERS = 3  # below the package
_MAX_ENTRIES = 5_000  # that are looked at
_MAX_NOTES = 10  # on what was left out
_LONGEST = 255  # bytes of a file's name


class Staged(NamedTuple):
    """A submission as it will be graded.

    Attributes:
        name: who handed it in.
        files: the modules of the student's package, given code in place: path -> content.
        missing: the files that had to be handed in and were not, by name.
        refused: those of them that were there but could not be taken, by name.
        notes: what was left out, replaced or filled in, a sentence each.
    """

    name: str
    files: dict[str, bytes]
    missing: Sequence[str] = ()
    refused: Sequence[str] = ()
    notes: Sequence[str] = ()

    @property
    def digest(self) -> str:
        """What identifies the modules."""
        return digest(self.files)

    def absent(self) -> dict[str, str]:
        """Why a module cannot be imported: its name -> a sentence for the student."""
        reasons = {path: f"{path} was not handed in" for path in self.missing}
        reasons |= {path: f"{path} could not be taken in" for path in self.refused}
        return {module_name(path): reason for path, reason in reasons.items()}


class Intake:
    """Stages submissions to one assignment.

    Attributes:
        release: what students received.
        library: what submissions are completed from: path -> content.
        modules: the names of the modules among it: "nndl.layers".
    """

    def __init__(self, course: Course, assignment: str, release: Path | None = None):
        """Read the course's side of it.

        Args:
            course, assignment: what was released.
            release: the folder it was released in, if not the course's own.

        Raises:
            CourseError: there is no such assignment, or no release of it that is as it was.
        """
        course.check_assignment(assignment)
        self._package = course.package
        self.release = Release.read(release or course.release(assignment))
        self.library = self.release.library
        self.modules = [*map(module_name, filter(self._is_module, self.library))]
        self._assignment = assignment
        about = course.assignments[assignment]
        self._earlier = [each for each in course.assignments.values() if each.order < about.order]

    def write_given(self, folder: Path, *, for_notebook: bool = False) -> dict[str, Path]:
        """Write what is released beside the student's package, such as utils/.

        Args:
            folder: an empty folder.
            for_notebook: whether a notebook is run there, whose check cells need tests/ and what
                pytest reads. None of that may lie where hidden tests call the student's functions.

        Returns:
            What belongs into a sandbox's working directory: name -> file or folder.
        """
        inside = f"{self._package}/"
        files = self.release.files if for_notebook else self.library
        beside = {name: each for name, each in files.items() if not name.startswith(inside)}
        lay_out(beside, folder)
        return {top: folder / top for top in sorted({name.partition("/")[0] for name in beside})}

    def stage(self, source: Path, name: str) -> Staged:
        """Take in the graded part of a submission.

        A file with nothing to solve in it is the released one, whatever was handed in. A file that
        must be handed in is the student's or missing. Any other is the student's if it has content,
        else the released one: a helper that may be solved. If it is earlier work of the student's
        own, what was handed in for an earlier assignment comes before that.

        Args:
            source: the submission's folder.
            name: who handed it in, or what to call it.
        """
        files, refused, notes = self._modules(source)
        missing = []
        for path, content in self.library.items():
            if not self._is_module(path):
                continue
            own, kind = files.get(path), self.release.kinds[path]
            if kind == Kind.GIVEN:
                if own is not None and own != content:
                    notes.append(f"{path} is given code: the course's own was used")
                files[path] = content
            elif kind == Kind.HAND_IN:
                if own is None and path not in refused:
                    missing.append(path)
            elif own is None or not own.strip():
                if kind == Kind.EARLIER and (earlier := self._earlier_work(path, source)):
                    title, theirs = earlier
                    files[path] = theirs[path]
                    # With it come modules of the student's own that it may import.
                    files |= {
                        other: text
                        for other, text in theirs.items()
                        if other not in self.library and other not in files
                    }
                    notes.append(f"{path} is what was handed in for {title}")
                    continue
                files[path] = content
                reason = "was not handed in" if own is None else "is empty"
                notes.append(
                    f"{path} {reason}: the released one is in its place, where what was to be "
                    "written raises NotImplementedError; code that does without loses nothing"
                )
        if missing:
            notes.append("not handed in: " + ", ".join(missing))
        return Staged(clean(name, 200), files, missing, refused, notes)

    def _earlier_work(self, path: str, source: Path) -> tuple[str, dict[str, bytes]] | None:
        """A module as it was last handed in, by whose submission lies where nbgrader looks.

        Returns:
            The title of the assignment it was handed in for, and all modules handed in then; None
            if there is none.
        """
        for earlier in reversed(self._earlier if source.name == self._assignment else []):
            theirs, _, _ = self._modules(source.with_name(earlier.name))
            if theirs.get(path, b"").strip():
                return earlier.title, theirs
        return None

    def _modules(self, source: Path) -> tuple[dict[str, bytes], list[str], list[str]]:
        """What is in the submission's package.

        Returns:
            Its modules: path -> content; the required files that were refused; and notes.
        """
        try:
            package = os.open(source / self._package, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        except FileNotFoundError:
            return {}, [], []
        except OSError:
            return {}, [], [f"{self._package} is not a folder: refused"]
        # From here on by its descriptor: what stands under its path may be exchanged meanwhile.
        try:
            return self._read(package)
        finally:
            os.close(package)

    def _read(self, package: int) -> tuple[dict[str, bytes], list[str], list[str]]:
        modules: dict[str, bytes] = {}
        refused, left_out, seen = [], [], 0
        for folder, folders, names, descriptor in os.fwalk(".", dir_fd=package):
            below = Path(folder).parts
            inside = []
            # Of too many files, those the library has come first.
            for name in sorted(
                (name for name in (*folders, *names) if not _is_junk(name)),
                key=lambda name: (self._path(*below, name) not in self.library, name),
            ):
                shown, path = self._path(*below, name), module_path(self._package, (*below, name))
                seen += 1
                room = len(modules) < MAX_FILES or path in self.library
                if path and path not in modules and room:
                    try:
                        modules[path] = read_regular(name, MAX_MODULE, dir_fd=descriptor)
                    except RefusedError as error:
                        if self.release.kinds.get(path) == Kind.HAND_IN:
                            refused.append(path)
                        left_out.append(f"{clean(shown, 200)}: {error}")
                elif name in folders and self._may_be_entered(name, below, descriptor):
                    inside.append(name)
                else:
                    left_out.append(f"{clean(shown, 200)}: left out, as {_why(path, modules)}")
            folders[:] = inside if seen < _MAX_ENTRIES else []
        # Those that matter come first, as do their notes.
        notes = left_out[:_MAX_NOTES]
        if (more := len(left_out) - _MAX_NOTES) > 0:
            notes.append(f"{self._package}/: {more} other files were left out")
        return modules, refused, notes

    def _may_be_entered(self, name: str, below: Sequence[str], descriptor: int) -> bool:
        """Whether modules are looked for in a folder, in the one that is open."""
        mode = os.stat(name, dir_fd=descriptor, follow_symlinks=False).st_mode
        inside = module_path(self._package, (*below, name, "module.py"))
        if not stat.S_ISDIR(mode) or inside is None:
            return False
        # Python would take a folder for the module of its name, and given code is the course's.
        return module_path(self._package, (*below, f"{name}.py")) not in self.library

    def _is_module(self, path: str) -> bool:
        return path.startswith(f"{self._package}/") and path.endswith(".py")

    def _path(self, *parts: str) -> str:
        return "/".join((self._package, *parts))


def module_path(package: str, parts: Sequence[str]) -> str | None:
    """Where a file of the package belongs, in the spelling Python looks for; None for no module.

    Args:
        package: its name.
        parts: the file's path below it.
    """
    *folders, name = (unicodedata.normalize("NFKC", part) for part in parts)
    stem, _, suffix = name.partition(".")
    importable = all(map(str.isidentifier, (*folders, stem))) and suffix == "py"
    if not importable or len(folders) > _MAX_FOLDERS:
        return None
    if any(len(part.encode()) > _LONGEST for part in (*folders, name)):
        return None
    return "/".join((package, *folders, name))


def module_name(path: str) -> str:
    """What a module is imported as, by its path: "nndl.rnn.cell", and a package by its folder."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _is_junk(name: str) -> bool:
    """Whether it is what Python, Jupyter or a system leaves behind, nobody's work."""
    return name.startswith(".") or name == "__pycache__"


def _why(path: str | None, modules: dict[str, bytes]) -> str:
    if path is None:
        return "only Python files are taken in, that can be imported by their name and folder"
    return "another has its name" if path in modules else f"there are more than {MAX_FILES}"
