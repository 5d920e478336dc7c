"""What a learning management system gives for download: every file, and who uploaded it.

Canvas and Moodle put both into one name. A download may be a zip or the folder it was unpacked to,
and so may be what a student uploaded; all are read as files, of which nothing is trusted.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from .course import CourseError
from .intake import RefusedError, read_regular

MAX_ARCHIVE = 256 * 2**20  # bytes of one student's zip
MAX_MEMBERS = 50_000  # a student may have zipped a whole environment
MAX_DEPTH = 30  # of folders; Python gives up at a thousand
_JUNK = {"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"}
_CENTRAL_HEADER = b"PK\x01\x02"
_UTF8_NAME = 0x800  # of ZipInfo.flag_bits

# Canvas: user id, then the id of the upload, which grows with time, unless it is a text or a link.
# It ends a name that was there already in "-1", "-2", ...; where grading is anonymous, it says
# "anon" for the name and no user id.
_CANVAS = re.compile(
    r"(?!anon_)(?P<name>\w+?)_(?P<late>LATE_)?(?P<number>\d+)_"
    r"(?:(?P<upload>\d+)_|(?=(?:text|link)\.html$))(?P<file>.+)",
    re.DOTALL,
)
_REVISION = re.compile(r"(?P<stem>.+?)-(?P<revision>\d{1,9})(?P<suffix>\.[^.]+|)", re.DOTALL)
# Moodle: the number of the participant in this one assignment, and what was handed in: a file, or
# text. The file follows in the same name, or is in a folder of this name, with or without a "_".
_MOODLE = re.compile(
    r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?", re.DOTALL
)


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


@dataclass(frozen=True)
class Upload:
    """A file that a student uploaded.

    Attributes:
        where: the path in the download.
        lms: "Canvas" or "Moodle".
        name: the student's, as the system wrote it.
        number: Canvas's user id, or Moodle's number of the participant.
        late: whether Canvas marked it so.
        file: the file, by the path the student gave it.
        order: what is greater for what was uploaded later by the same student.
    """

    where: str
    lms: str
    name: str
    number: str
    late: bool
    file: File
    order: tuple[int, int, datetime]


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
        raise CourseError(
            f"{source} is neither a folder nor a zip that can be read ({error}): give what the "
            "LMS gave for download"
        ) from error
    with archive:
        yield list(_of_archive(archive))


def files_in_zip(file: File) -> list[File]:
    """The files of a zip that is a file of a download; zips in it stay closed.

    Raises:
        RefusedError: it is too large, holds too many files, or cannot be read.
    """
    content = file.read(MAX_ARCHIVE)
    # Counted before zipfile makes an object of each.
    if content.count(_CENTRAL_HEADER) > MAX_MEMBERS:
        raise RefusedError(f"refused: it holds more than {MAX_MEMBERS:,} files")
    try:
        return list(_of_archive(ZipFile(BytesIO(content))))
    except Exception as error:  # of a hostile zip zipfile raises nearly anything
        raise RefusedError(f"it cannot be read as a zip: {error}") from error


def upload(file: File) -> Upload | None:
    """Who uploaded a file of a download, and as what; None if its path is of no known form."""
    try:
        parts = file.parts()
    except RefusedError:
        return None
    # Students name what comes after the first match: it must not pass for somebody else's.
    for position, part in enumerate(parts):
        for lms, pattern in (("Moodle", _MOODLE), ("Canvas", _CANVAS)):
            if match := pattern.fullmatch(part):
                return _upload(file, lms, match.groupdict(), parts[position + 1 :])
    return None


def is_junk(parts: list[str]) -> bool:
    """Whether a path is of what systems and editors leave behind, nobody's work."""
    return any(part in _JUNK or (part.startswith(".") and part.strip(".")) for part in parts)


def _upload(file, lms, found, inner):
    own, revision = found["file"] or "", 0
    if lms == "Canvas" and (numbered := _REVISION.fullmatch(own)):
        own, revision = numbered["stem"] + numbered["suffix"], int(numbered["revision"])
    path = "/".join(inner) or own
    if not path:  # a file that is called as a folder of Moodle's
        return None
    return Upload(
        where=file.path,
        lms=lms,
        name=unicodedata.normalize("NFC", found["name"]),
        number=found["number"],
        late=bool(found.get("late")),
        file=File(path, file.time, file.read),
        order=(revision, int(found.get("upload") or 0), file.time),
    )


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
