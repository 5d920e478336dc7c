"""Files: read without trusting who laid them there, written whole or not at all, told apart."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

MAX_MODULE = 2**20  # bytes
MAX_NOTEBOOK = 20 * 2**20
MAX_FILES = 100


class RefusedError(Exception):
    """A file is not taken in; the message says why."""


def read_regular(path: Path | str, limit: int, dir_fd: int | None = None) -> bytes:
    """The content of a regular file that stands alone, read without following or waiting.

    Args:
        path: the file.
        limit: the most bytes it may have.
        dir_fd: the folder that the path is relative to, open.

    Raises:
        FileNotFoundError: there is no such file.
        RefusedError: it is a link, a device, a pipe, too large, or cannot be read.
    """
    try:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        descriptor = os.open(path, flags, dir_fd=dir_fd)
    except FileNotFoundError:
        raise
    except OSError as error:
        reason = "a link" if error.errno == errno.ELOOP else str(error.strerror).lower()
        raise RefusedError(f"refused: {reason}") from error
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise RefusedError("refused: not a regular file")
        if status.st_nlink > 1:
            raise RefusedError("refused: a hard link to another file; hand in a copy of it")
        if status.st_size > limit:
            raise RefusedError(f"refused: {status.st_size:,} bytes are more than {limit:,}")
        with open(descriptor, "rb", closefd=False) as file:
            return file.read(limit)
    finally:
        os.close(descriptor)


def digest(files: Mapping[str, bytes]) -> str:
    """What identifies files: path -> content."""
    hashed = hashlib.sha256()
    for path, content in sorted(files.items()):
        hashed.update(f"{path}\0{len(content)}\0".encode() + content)
    return hashed.hexdigest()


def lay_out(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files, path -> content, into a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def write_atomically(path: Path, content: bytes) -> None:
    """Write a file so that a reader finds the old content or the new, never a part of it."""
    with written_whole(path) as file:
        file.write(content)


@contextmanager
def written_whole(path: Path) -> Iterator[BinaryIO]:
    """A file to write to that takes its place at a path once it is whole and on the disk.

    Whatever goes wrong until then, what was at the path stays, and nothing is left beside it. Any
    number may be written to the same path at the same time; one of them is there in the end.
    """
    partial = path.with_name(f".{uuid.uuid4().hex}.part")
    try:
        with partial.open("xb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise
