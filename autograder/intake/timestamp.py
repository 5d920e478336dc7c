"""When something was handed in: nbgrader's timestamp.txt, read strictly and written in UTC.

nbgrader drops an offset such as +01:00 when it reads the file, and guesses at what is no date.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, tzinfo

from dateutil.tz import gettz

TIMESTAMP = "timestamp.txt"
_FORM = re.compile(
    r"((?:19|20)\d\d-\d\d-\d\d(?:[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?)?)"
    r" ?([+-]\d\d:?\d\d|[A-Za-z_]+(?:/[A-Za-z_]+)?|)",
    re.ASCII,
)
_HINT = "write it as 2026-01-31 23:59:00 UTC, or with +01:00 in place of UTC"


def read_time(text: str) -> datetime:
    """The time that a timestamp.txt says; where it names no zone, it is in UTC.

    Raises:
        ValueError: it is no time, or its zone is not known.
    """
    match = _FORM.fullmatch(text.strip())
    if not match:
        raise ValueError(f"{text[:40]!r} is no time: {_HINT}")
    written, zone = match.groups()
    try:
        return datetime.fromisoformat(written).replace(tzinfo=_zone(zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{text[:40]!r} is no time ({error}): {_HINT}") from error


def _zone(name: str) -> tzinfo:
    if name in ("", "Z", "UTC", "GMT"):
        return UTC
    if zone := datetime.strptime(name, "%z").tzinfo if name[0] in "+-" else gettz(name):
        return zone
    raise ValueError(f"{name} is a time zone that is not known here")


def write_time(time: datetime) -> bytes:
    """What a timestamp.txt says of a time, to the microsecond if it knows it."""
    return f"{time.astimezone(UTC).replace(tzinfo=None).isoformat(' ')} UTC\n".encode()
