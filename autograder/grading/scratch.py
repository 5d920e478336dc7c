"""The folder a run keeps its temporary files in, so that none outlives the next run.

A process that is killed removes nothing. But its lock on the folder ends with it, and so the next
run tells what was left behind from what is in use.
"""

from __future__ import annotations

import fcntl
import functools
import os
import shutil
import tempfile
from multiprocessing.util import Finalize
from pathlib import Path

_PREFIX = "autograder-run-"
# A socket's address has at most 107 bytes, of which the folders and names below need the rest.
_LONGEST = 32


@functools.cache
def use_run_folder() -> int:
    """Have all temporary files of this process made in one folder, which is removed at its end.

    Folders of processes that were killed are removed.

    Returns:
        The descriptor that holds the lock, open as long as the process is there.

    Raises:
        OSError: nothing can be written where temporary files belong.
    """
    base = Path(tempfile.gettempdir())
    if len(os.fsencode(base)) > _LONGEST:
        base = Path("/tmp")
    for left in base.glob(f"{_PREFIX}*"):
        if (descriptor := _lock(left)) is not None:
            shutil.rmtree(left, ignore_errors=True)
            os.close(descriptor)
    descriptor = None
    while descriptor is None:  # another run may take it for left behind before it is locked
        folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=base))
        descriptor = _lock(folder)
    tempfile.tempdir = str(folder)
    # After multiprocessing has removed its own folder in it, at priority -100.
    Finalize(None, shutil.rmtree, (folder,), {"ignore_errors": True}, exitpriority=-200)
    return descriptor


def _lock(folder: Path) -> int | None:
    """The descriptor of a folder of ours that nobody else holds, locked; None if it is none."""
    try:
        descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.fstat(descriptor).st_uid == os.geteuid() and folder.is_dir():
            return descriptor
    except BlockingIOError:
        pass
    os.close(descriptor)
    return None
