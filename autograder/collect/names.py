"""What uploaded files are called: also before a copy was made, and in a sentence on several."""

from __future__ import annotations

import re
from collections.abc import Collection

_SHOWN = 5  # names in a note
_LONGEST_NAME = 255
_CODE = re.compile(r"\.(ipynb|py|zip|tar|tgz)\b", re.IGNORECASE)
# What browsers, desktops, Jupyter and Canvas make of a name that is there already.
_COPY = re.compile(
    r"(?:Copy of )?(?P<stem>.+?)"
    r"(?: ?\(\d{1,2}\)|-\d{1,2}|(?: -)? copy(?: \d{1,2}| \(\d{1,2}\))?|-copy\d{0,2}){0,3}"
    r"(?P<suffix>\.\w{1,5})",
    re.IGNORECASE | re.ASCII,
)


def last_part(path: str) -> str:
    """What a file is called, whichever system's its path is."""
    return path.replace("\\", "/").rpartition("/")[2]


def before_copied(path: str) -> str:
    """What a file was called before a browser or a desktop made a copy of it."""
    match = _COPY.fullmatch(last_part(path)[:_LONGEST_NAME])
    return match["stem"] + match["suffix"] if match else last_part(path)


def is_called(origin: str, path: str) -> bool:
    """Whether a file is called as one that is graded, or was before it was copied."""
    return last_part(path) in (last_part(origin), before_copied(origin))


def listed(names: Collection[str]) -> str:
    """Names, sorted, notebooks and modules before others; of many the first ones."""
    names = sorted(names, key=lambda name: (not _CODE.search(name), name))
    more = len(names) - _SHOWN
    return ", ".join(names[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
