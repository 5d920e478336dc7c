"""Text from student code, made safe to show: short, without control characters."""

import re

# Terminals obey these: escape sequences, other control characters but newline, and the marks that
# change the direction of writing, which can make a line read as another.
_ESCAPE = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)?|.)?", re.DOTALL)
_CONTROL = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def fault(error: OSError) -> str:
    """What the system refused, as a sentence: on which file, and why."""
    return ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)


def clean(text: str, limit: int = 500) -> str:
    """The text without terminal escapes and control characters, shortened to the limit."""
    text = _SURROGATE.sub("\ufffd", _CONTROL.sub(" ", _ESCAPE.sub("", text[: 4 * limit])))
    return text if len(text) <= limit else text[: limit - 1] + "…"
