"""What of the host can be seen in a sandbox, as bubblewrap's options."""

from __future__ import annotations

import os
import sys
import sysconfig
from pathlib import Path

_SYSTEM = ["/usr/lib", "/usr/lib32", "/usr/lib64", "/lib", "/lib32", "/lib64", "/etc/ld.so.cache"]
_DEVICES = ["null", "zero", "full", "random", "urandom", "tty"]  # the host's, bound by --dev
# Of /proc, beside the processes inside; all else tells of the host, some of it only root.
_PROC = {"self", "thread-self", "mounts", "net", "cpuinfo", "meminfo", "stat", "uptime"}
_PROC |= {"loadavg", "version", "filesystems"}


def system() -> list[str]:
    """Options that show the system's libraries and the interpreter."""
    base, command = Path(sys.base_prefix), []
    for path in _SYSTEM:
        if os.path.islink(path):
            command += ["--symlink", os.readlink(path), path]
        elif os.path.exists(path):
            command += ["--ro-bind", path, path]
    if not str(base).startswith("/usr/lib"):
        for file in _interpreter(base):
            command += ["--ro-bind", str(file), str(file)]
    # What is installed beside the base interpreter is nobody's business inside.
    packages = sysconfig.get_path("purelib", vars={"base": str(base)})
    if os.path.isdir(packages):
        command += ["--tmpfs", packages, "--remount-ro", packages]
    return command


def _interpreter(base: Path) -> list[Path]:
    """The files of the interpreter the environment was made with, outside /usr/lib."""
    if base not in (Path("/usr"), Path("/usr/local")):
        return [base]
    # It is in no documentation, and so in no stub.
    executable = Path(os.path.realpath(sys._base_executable))  # type: ignore[attr-defined]
    library = [Path(sysconfig.get_path("stdlib", vars={"installed_base": str(base)}))]
    library += base.glob("lib/libpython*")
    return [path for path in (executable, *library) if not str(path).startswith("/usr/lib/")]


def mounts(files: dict[Path, Path]) -> list[str]:
    """Options that show files or folders, read-only: the path inside -> the path outside."""
    command = []
    for inside, outside in files.items():
        command += ["--ro-bind", str(outside), str(inside)]
    return command


def hide_kernel() -> list[str]:
    """Options that hide what /proc tells beside the processes inside."""
    command = []
    for name in sorted(os.listdir("/proc")):
        path = f"/proc/{name}"
        if name.isdigit() or name in _PROC or os.path.islink(path):
            continue
        if os.path.isdir(path):
            command += ["--perms", "0555", "--size", "4096", "--tmpfs", path, "--remount-ro", path]
        else:
            command += ["--ro-bind", "/dev/null", path]
    return command


def keep_devices() -> list[str]:
    """Options without which the host's devices could be changed, as bwrap binds those.

    Started by root, the sandbox owns them, capabilities or none. Then they cannot be opened either.
    """
    if os.geteuid() != 0:
        return []
    return [word for name in _DEVICES for word in ("--remount-ro", f"/dev/{name}")]
