"""The files of a folder, or of an archive that an LMS or a student made; nothing is trusted.

Nothing is unpacked: a file's content is read when it is asked for, and no more than is asked for.
"""

from __future__ import annotations

import gzip
import os
import re
import stat
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from ..course.config import CourseError
from ..files import RefusedError, read_regular

MAX_ARCHIVE = 256 * 2**20  # bytes of one student's zip
MAX_MEMBERS = 50_000  # a student may have zipped a whole environment
MAX_DEPTH = 30  # of folders; Python gives up at a thousand
_TAR = (".tar", ".tar.gz", ".tgz")
_OTHER = (".7z", ".rar", ".gz", ".bz2", ".tbz", ".tbz2", ".xz", ".txz", ".zst")
_GZIP = b"\x1f\x8b"
_CENTRAL_HEADER = b"PK\x01\x02"
_UTF8_NAME = 0x800  # of ZipInfo.flag_bits


@dataclass(frozen=True, eq=False)
class File:
    """A file of a folder or of an archive.

    Attributes:
        path: where it is there, as its maker wrote it.
        time: when it was last written, as far as the folder or archive knows.
        read: given the most bytes it may have, its content; raises RefusedError.
    """

    path: str
    time: datetime
    read: Callable[[int], bytes]

    def parts(self) -> list[str]:
        """The names in the path.

        Raises:
            RefusedError: the path leads out of where it is.
        """
        parts = [part for part in self.path.replace("\\", "/").split("/") if part != "."]
        if not parts or {"", ".."} & {*parts} or re.match("[A-Za-z]:", parts[0]):
            raise RefusedError("the path leads elsewhere")
        return parts


@contextmanager
def opened(source: Path) -> Iterator[list[File]]:
    """The files of a download, to be read within this context.

    Args:
        source: a zip, or a folder.

    Raises:
        CourseError: it is neither.
    """
    if source.is_dir():
        yield list(_of_folder(source))
        return
    try:
        archive = ZipFile(source)
    except (OSError, BadZipFile, ValueError, NotImplementedError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CourseError(
            f"{source} is neither a folder nor a zip that can be read ({why}): give what the "
            "LMS gave for download"
        ) from error
    with archive:
        yield list(_of_archive(archive))


def is_archive(name: str) -> bool:
    """Whether a name is that of files packed into one, readable here or not."""
    return name.lower().endswith((".zip", *_TAR, *_OTHER))


def files_in_archive(file: File) -> list[File]:
    """The files of an archive that is a file of a download; archives in it stay closed.

    Raises:
        RefusedError: it is too large, holds too many files, or cannot be read.
    """
    name = file.path.lower()
    kind = "tar" if name.endswith(_TAR) else "zip"
    if kind == "zip" and name.endswith(_OTHER):
        raise RefusedError("archives of this kind are not read: unpack it, and give it as a zip")
    content = file.read(MAX_ARCHIVE)
    try:
        return list(_of_tar(content, file.time) if kind == "tar" else _of_zip(content))
    except RefusedError:
        raise
    except Exception as error:  # of hostile archives zipfile and tarfile raise nearly anything
        raise RefusedError(f"it cannot be read as a {kind}: {error}") from error


def _of_zip(content: bytes) -> Iterator[File]:
    # Counted before zipfile makes an object of each.
    _check_number(content.count(_CENTRAL_HEADER))
    return _of_archive(ZipFile(BytesIO(content)))


def _of_tar(content: bytes, time: datetime) -> Iterator[File]:
    """The members of a tar, unpacked no further than an archive may be large."""
    if content.startswith(_GZIP):
        content = gzip.GzipFile(fileobj=BytesIO(content)).read(MAX_ARCHIVE + 1)
        if len(content) > MAX_ARCHIVE:
            raise RefusedError(f"refused: it unpacks to more than {MAX_ARCHIVE:,} bytes")
    archive = tarfile.open(fileobj=BytesIO(content), mode="r:")  # noqa: SIM115, read from later
    for number, member in enumerate(archive, 1):
        _check_number(number)
        if not member.isdir():
            yield File(member.name, time, partial(_read_tar, archive, member))


def _check_number(members: int) -> None:
    if members > MAX_MEMBERS:
        raise RefusedError(f"refused: it holds more than {MAX_MEMBERS:,} files")


def _read_tar(archive: tarfile.TarFile, member: tarfile.TarInfo, limit: int) -> bytes:
    """A member's content: of a link, a device, or a file with holes nothing is read."""
    if not member.isreg() or member.issparse():
        raise RefusedError("refused: not a regular file")
    if member.size > limit:
        raise RefusedError(f"refused: {member.size:,} bytes are more than {limit:,}")
    try:
        content = archive.extractfile(member)
        assert content is not None  # of a regular file
        return content.read(limit)
    except Exception as error:  # of a hostile tar tarfile raises nearly anything
        raise RefusedError(f"it cannot be read: {error}") from error


def _of_folder(folder: Path) -> Iterator[File]:
    """Every file, and every link to a folder: to be refused by name when it is read."""
    for place, folders, names in os.walk(folder):
        here = Path(place)
        links = [name for name in folders if (here / name).is_symlink()]
        for name in sorted(names + links):
            path = here / name
            time = datetime.fromtimestamp(int(path.lstat().st_mtime), UTC)
            yield File(path.relative_to(folder).as_posix(), time, partial(read_regular, path))
        folders.sort()
        if len(here.relative_to(folder).parts) >= MAX_DEPTH:
            folders.clear()


def _of_archive(archive: ZipFile) -> Iterator[File]:
    for info in archive.infolist():
        if not info.filename.endswith("/"):
            yield File(_name(info), _time(info), partial(_read, archive, info))


def _name(info: ZipInfo) -> str:
    """A member's name; many programs write UTF-8 without saying so."""
    if info.flag_bits & _UTF8_NAME:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _time(info: ZipInfo) -> datetime:
    """When a member was written: zips say it in local time, without naming the zone."""
    try:
        return datetime(*info.date_time).astimezone(UTC)
    except (ValueError, OverflowError):  # such as month 0: unknown
        return datetime(1980, 1, 1, tzinfo=UTC)


def _read(archive: ZipFile, info: ZipInfo, limit: int) -> bytes:
    """A member's content: of a link, a device or a bomb nothing is read."""
    if stat.S_IFMT(info.external_attr >> 16) not in (0, stat.S_IFREG):
        raise RefusedError("refused: not a regular file")
    # Only of these does zipfile decompress no more than it is asked for.
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise RefusedError(f"refused: compressed by method {info.compress_type}, not by deflate")
    if info.file_size > limit:
        raise RefusedError(f"refused: {info.file_size:,} bytes are more than {limit:,}")
    try:
        with archive.open(info) as file:
            return file.read(limit)
    except Exception as error:  # of a hostile zip zipfile raises nearly anything
        raise RefusedError(f"it cannot be read: {str(error) or repr(error)}") from error
