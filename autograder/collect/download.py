"""What a learning management system gives for download: every file, and who uploaded it.

The system puts the student into the name of a file or of its folder; a student chooses what comes
after, and in Canvas the own name. What can be read as two students' is nobody's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from ..files import RefusedError
from .archive import File

_JUNK = {"__MACOSX", "__pycache__", "Thumbs.db", "desktop.ini"}

# Canvas: user id, then the id of the upload, which grows with time, unless it is a text or a link.
# Looked for everywhere, as the name before it and the file after it may hold another of its kind.
_CANVAS = re.compile(
    r"(?=_(?P<late>LATE_)?(?P<number>\d+)_(?:(?P<upload>\d+)_(?=.)|(?:text|link)\.html\Z))",
    re.DOTALL | re.ASCII,
)
# It ends a name that was there already in "-1", "-2", ...
_REVISION = re.compile(r"(?P<stem>.+?)-\d{1,2}(?P<suffix>\.[^.]+|)", re.DOTALL)
# Moodle: the number of the participant in this one assignment, and what was handed in: a file, or
# text. The file follows in the same name, or is in a folder of this name, with or without a "_".
_MOODLE = re.compile(
    r"(?P<name>[^_]+)_(?P<number>\d+)_assignsubmission_[a-z]+(?:_(?P<file>.*))?", re.DOTALL
)
# Blackboard: the assignment's name and the user's, which its receipt beside it tells apart.
_BLACKBOARD = re.compile(
    r"(?P<receipt>(?P<names>.+?)_attempt_(?P<time>\d{4}(?:-\d\d){5}))(?:_(?P<file>.+)|\.txt)",
    re.DOTALL | re.ASCII,
)
_RECEIPT = re.compile(r"[^:]+:\s*(?P<name>.*\S)\s*\((?P<user>[^()\s]+)\)\s*")
_MAX_RECEIPT = 2**20  # bytes; what the student wrote is in it


@dataclass(frozen=True)
class Upload:
    """A file that a student uploaded.

    Attributes:
        where: the path in the download.
        lms: "Canvas", "Moodle" or "Blackboard".
        name: the student's, as the system wrote it.
        number: Canvas's user id, Moodle's number of the participant, or Blackboard's username.
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
    order: tuple[int, datetime]


class Receipts:
    """Who uploaded what, as Blackboard writes it into a text beside the files of each attempt."""

    def __init__(self, files: list[File]):
        self._files = {}
        for file in files:
            match = _BLACKBOARD.fullmatch(file.path.rpartition("/")[2])
            if match and match["file"] is None:
                self._files[file.path.removesuffix(".txt")] = file

    def of(self, receipt: str, names: str) -> tuple[str, str]:
        """The full name and the username of who made an attempt.

        Args:
            receipt: the path of the receipt, without its ending.
            names: the assignment's and the username, as they are in it.

        Raises:
            RefusedError: there is no receipt, or it is not this user's.
        """
        if receipt not in self._files:
            raise RefusedError(
                f"{receipt}.txt, which says whose it is, is missing: give all that Blackboard gave"
            )
        text = self._files[receipt].read(_MAX_RECEIPT).decode("utf-8-sig", "replace")
        match = _RECEIPT.fullmatch(text.partition("\n")[0])
        if not match or not names.endswith(f"_{match['user']}"):
            raise RefusedError(f"{receipt}.txt does not begin with the (username) it is named by")
        return match["name"], match["user"]


def upload(file: File, receipts: Receipts) -> Upload | None:
    """Who uploaded a file of a download, and as what; None if its path is of no known form.

    Raises:
        RefusedError: it can be read in more than one way, or Blackboard's receipt is not there.
    """
    try:
        parts = file.parts()
    except RefusedError:
        return None
    # Students name what comes after the first match: it must not pass for somebody else's.
    for position, part in enumerate(parts):
        if found := [*_readings(part)]:
            return _upload(file, found, parts[:position], parts[position + 1 :], receipts)
    return None


def _readings(part: str) -> Iterator[tuple[str, dict]]:
    """What a name can be read as: the system, and what it says by that system's rules."""
    if match := _MOODLE.fullmatch(part):
        yield "Moodle", match.groupdict()
    if match := _BLACKBOARD.fullmatch(part):
        yield "Blackboard", {**match.groupdict(), "number": match["receipt"]}
    letters = len(re.split(r"\W", part, maxsplit=1)[0])
    for match in _CANVAS.finditer(part):
        # Where grading is anonymous, Canvas says "anon" for the name and gives no user id.
        if 0 < match.start() <= letters and not part.startswith("anon_"):
            end = match.end("upload") + 1 if match["upload"] else match.end("number") + 1
            yield "Canvas", {**match.groupdict(), "name": part[: match.start()], "file": part[end:]}


def is_junk(parts: list[str]) -> bool:
    """Whether a path is of what systems and editors leave behind, nobody's work."""
    return any(part in _JUNK or (part.startswith(".") and part.strip(".")) for part in parts)


def _upload(file, readings, outer, inner, receipts):
    owners = dict.fromkeys(f"{lms}'s {found['number']}" for lms, found in readings)
    if len(owners) > 1:
        raise RefusedError(
            f"can be read as {' and as '.join(owners)}: if you know whose it is, rename it in the "
            "unpacked download, and collect from there"
        )
    (lms, found), *_ = readings
    own, time = found["file"] or "", file.time
    if lms == "Blackboard":
        receipt = "/".join([*outer, found["receipt"]])
        found["name"], found["number"] = receipts.of(receipt, found["names"])
        time = _local_time(found["time"])
        own = own or f"{found['receipt']}.txt"
    if lms == "Canvas" and (numbered := _REVISION.fullmatch(own)):
        own = numbered["stem"] + numbered["suffix"]
    path = "/".join(inner) or own
    if not path:  # a file that is called as a folder of Moodle's
        return None
    return Upload(
        where=file.path,
        lms=lms,
        name=unicodedata.normalize("NFC", found["name"]),
        number=found["number"],
        late=bool(found.get("late")),
        file=File(path, time, file.read),
        order=(int(found.get("upload") or 0), time),
    )


def _local_time(text: str) -> datetime:
    """When an attempt was made: Blackboard says it in its local time, without naming the zone."""
    try:
        return datetime.strptime(text, "%Y-%m-%d-%H-%M-%S").astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise RefusedError(f"{text} is no time: {error}") from error
