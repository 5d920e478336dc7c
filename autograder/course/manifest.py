"""What was released is what is graded: the manifest of a release, and the release it vouches for.

nbgrader generate_assignment writes release/<assignment>/manifest.json beside the files. From then
on a submission is completed from the files there, if they are what the manifest says, and never
from what the course's library has become since.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from ..files import write_atomically
from .config import CourseError

MANIFEST = "manifest.json"


class Kind(StrEnum):
    """What becomes of a released file when a submission is completed."""

    HAND_IN = "must be handed in"
    HELPER = "may be handed in"  # something is to be solved in it, but can be done without
    EARLIER = "the student's own earlier work"
    GIVEN = "given"
    BESIDE = "beside the library"  # no part of what is graded


class Entry(NamedTuple):
    """What a manifest says of a file."""

    kind: str
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What was released.

    Attributes:
        published: when it was handed out; empty as long as it was not.
        files: every file by its path.
    """

    published: str
    files: dict[str, Entry]

    @classmethod
    def of(cls, files: Mapping[str, bytes], kinds: Mapping[str, Kind]) -> Manifest:
        """The manifest of files, path -> content, which are BESIDE the library if of no kind."""
        return cls(
            "",
            {
                path: Entry(kinds.get(path, Kind.BESIDE).value, sha256(content).hexdigest())
                for path, content in sorted(files.items())
            },
        )

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """The manifest of the release in a folder.

        Raises:
            CourseError: there is none, or none that can be read.
        """
        try:
            said = json.loads((folder / MANIFEST).read_bytes())
            files = {path: Entry(**entry) for path, entry in said["files"].items()}
            return cls(said["published"], files)
        except FileNotFoundError as error:
            raise CourseError(
                f"there is no release in {folder}: run nbgrader generate_assignment {folder.name}"
            ) from error
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise CourseError(
                f"{folder / MANIFEST} cannot be read: bring it back from version control, or "
                f"remove it and run nbgrader generate_assignment {folder.name}"
            ) from error

    def encode(self) -> bytes:
        """What the file holds."""
        files = {path: entry._asdict() for path, entry in self.files.items()}
        said = {"published": self.published, "files": files}
        return (json.dumps(said, indent=1) + "\n").encode()

    def changes(self, now: Manifest) -> list[str]:
        """What students would find changed in another release, file by file."""
        changes = []
        for path in sorted(self.files.keys() | now.files.keys()):
            before, after = self.files.get(path), now.files.get(path)
            if before is None:
                changes.append(f"{path} is new")
            elif after is None:
                changes.append(f"{path} is gone")
            elif before.sha256 != after.sha256:
                changes.append(f"{path} is another")
            elif before.kind != after.kind:
                changes.append(f"{path}: {before.kind!r} becomes {after.kind!r}")
        return changes

    def followed_by(self, now: Manifest, assignment: str) -> Manifest:
        """The manifest of a release generated in the place of this one.

        Raises:
            CourseError: this one is in students' hands, and the other differs from it.
        """
        if self.published and (changes := self.changes(now)):
            raise CourseError(
                f"the release of {assignment} was published {self.published} and stays as it is. "
                f"For students would change: {'; '.join(changes)}. To release that nevertheless, "
                f"autograder publish {assignment} --withdraw, then generate it and hand it out anew"
            )
        return replace(now, published=self.published)


@dataclass(frozen=True)
class Release:
    """What students received, as the manifest vouches for it.

    Attributes:
        folder: where it is.
        published: see Manifest.
        kinds: what becomes of each file, by its path.
        files: what each holds.
    """

    folder: Path
    published: str
    kinds: dict[str, str]
    files: dict[str, bytes]

    @classmethod
    def read(cls, folder: Path) -> Release:
        """The release in a folder.

        Raises:
            CourseError: there is none, or a file is missing or another than was released.
        """
        manifest, files = Manifest.read(folder), {}
        mend = (
            "bring it back from version control, or run nbgrader generate_assignment "
            f"{folder.name} if it was not handed out so"
        )
        for path, entry in manifest.files.items():
            try:
                files[path] = (folder / path).read_bytes()
            except OSError as error:
                raise CourseError(f"{folder / path} was released and is missing: {mend}") from error
            if sha256(files[path]).hexdigest() != entry.sha256:
                raise CourseError(f"{folder / path} is not what was released: {mend}")
        kinds = {path: entry.kind for path, entry in manifest.files.items()}
        return cls(folder, manifest.published, kinds, files)

    @property
    def library(self) -> dict[str, bytes]:
        """What a submission is completed from, notebooks apart: path -> content."""
        return {
            path: content
            for path, content in self.files.items()
            if self.kinds[path] != Kind.BESIDE and not path.endswith(".ipynb")
        }


def publish(folder: Path) -> str:
    """Mark a release as handed out; returns since when it is, in UTC.

    Raises:
        CourseError: there is no release, or not as it was generated.
    """
    release = Release.read(folder)
    published = release.published or f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC"
    _mark(folder, published)
    return published


def withdraw(folder: Path) -> None:
    """Mark a release as not handed out, so that it can be generated anew.

    Raises:
        CourseError: there is no release.
    """
    _mark(folder, "")


def _mark(folder: Path, published: str) -> None:
    manifest = replace(Manifest.read(folder), published=published)
    write_atomically(folder / MANIFEST, manifest.encode())
