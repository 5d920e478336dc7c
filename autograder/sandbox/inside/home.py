"""Inside the sandbox: lays out in its home what student code finds there, as its own to write.

What was handed in is mounted read-only beside this file. Both the worker and the kernel begin with
this; where nothing is confined the home is a copy already.
"""

import os
import shutil
from pathlib import Path

FILES = "files"  # the folder beside this file
_MAX_COPIED = 2**20  # bytes of one file; a larger one, such as data, is linked, and read-only


def lay_out():
    """Put the files into the working directory."""
    files = Path(__file__).parent / FILES
    for folder, _, names in os.walk(files):
        inside = os.path.relpath(folder, files)
        os.makedirs(inside, exist_ok=True)
        for name in names:
            _put(os.path.join(folder, name), os.path.join(inside, name))


def _put(original, path):
    if os.path.getsize(original) <= _MAX_COPIED:
        try:
            shutil.copyfile(original, path)
        except OSError:  # the home is full: what does not fit can still be read
            os.unlink(path)
        else:
            return
    os.symlink(original, path)
