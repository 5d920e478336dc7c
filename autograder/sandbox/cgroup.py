"""A cgroup of one's own for a sandbox, where the system lets us make one.

The kernel then counts every page and every process, whoever holds them, and gives all of them
together the share of the processors that one process has elsewhere. As root, and in a user's
own systemd session, a cgroup can be had; elsewhere the Watch has to do alone.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from pathlib import Path

_ROOT = Path("/sys/fs/cgroup")
_SHARE = 1024  # of the processors: a process's outside any cgroup
_number = itertools.count()


class Cgroup:
    """Bounds memory, processes and processors together, in cgroups of version 1 or 2."""

    def __init__(self, folders: list[Path]):
        self._folders = folders

    @classmethod
    def make(cls, memory: int, processes: int) -> Cgroup | None:
        """A new cgroup, or None where none can be had.

        Args:
            memory: bytes it may hold.
            processes: how many processes and threads it may have.
        """
        name = f"autograder-{os.getpid()}-{next(_number)}"
        own = _own_cgroups()
        if "" in own:  # version 2; processes live in leaves, so beside our own cgroup
            wanted = {_ROOT / own[""].parent.relative_to("/") / name: {
                "memory.max": memory, "memory.swap.max": 0, "pids.max": processes
            }}  # fmt: skip
            if cgroup := cls._make(wanted):
                return cgroup
        if {"memory", "pids", "cpu"} <= own.keys():
            return cls._make({
                _ROOT / "memory" / own["memory"].relative_to("/") / name: {
                    "memory.limit_in_bytes": memory
                },
                _ROOT / "pids" / own["pids"].relative_to("/") / name: {"pids.max": processes},
                _ROOT / "cpu" / own["cpu"].relative_to("/") / name: {"cpu.shares": _SHARE},
            })  # fmt: skip
        return None

    @classmethod
    def _make(cls, wanted: dict[Path, dict[str, int]]) -> Cgroup | None:
        cgroup = cls(list(wanted))
        try:
            for folder, limits in wanted.items():
                folder.mkdir()
                for limit, value in limits.items():
                    # The file is there only if the controller is; writing must not create it.
                    descriptor = os.open(folder / limit, os.O_WRONLY)
                    with open(descriptor, "w") as file:
                        file.write(str(value))
        except OSError:
            cgroup.remove()
            return None
        return cgroup

    def add(self, pid: int) -> None:
        """Put a process in; what it starts from now on is in it, too."""
        for folder in self._folders:
            with contextlib.suppress(ProcessLookupError):
                (folder / "cgroup.procs").write_text(str(pid))

    def exceeded(self) -> str:
        """Which limit the cgroup ran into: "memory", "processes" or ""."""
        for folder in self._folders:
            for name, field, what in (
                ("memory.events", "oom_kill", "memory"),
                ("memory.oom_control", "oom_kill", "memory"),
                ("pids.events", "max", "processes"),
            ):
                with contextlib.suppress(OSError):
                    lines = (folder / name).read_text().splitlines()
                    if any(line.split()[0] == field and int(line.split()[1]) for line in lines):
                        return what
        return ""

    def remove(self) -> None:
        """Remove it; the kernel takes a moment to forget the processes that were killed in it."""
        for folder in self._folders:
            for _ in range(100):
                try:
                    folder.rmdir()
                except FileNotFoundError:
                    break
                except OSError:
                    time.sleep(0.01)
                else:
                    break


def _own_cgroups() -> dict[str, Path]:
    """This process's cgroup for each controller of version 1, and under "" that of version 2."""
    try:
        lines = Path("/proc/self/cgroup").read_text().splitlines()
    except OSError:
        return {}
    own = {}
    for line in lines:
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            own[controller] = Path(path)
    return own
