"""Watches a sandbox from outside and ends it when all it holds together is too much.

A limit on each process does not bound their sum, nor does it see memory that belongs to none: files
in tmpfs and memfds. So this sums up, many times a second, and kills.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from pathlib import Path

from .cgroup import Cgroup

_INTERVAL = 0.05  # s; at the few GB/s a process can touch, it is a few hundred MB late
_BESIDE_CGROUP = 0.25  # s, where the kernel counts as well, and is never late
_PROC = Path("/proc")
_SHARED = (b"/dev/zero (deleted)", b"/memfd:", b"/SYSV")  # names of memory mapped to be shared
_INODE = 1024  # bytes of the kernel's, at most, for a file without content
_SOCKET = _PROC / "sys" / "net" / "core" / "wmem_default"  # bytes that may wait in a socket
_ROOM, _BLOCK = 2**20, 4096  # bytes in the folder of a kernel's sockets, and in a file
_LOWEST = 19  # priority
_OFFHAND = 0.5  # s of processor time that a thread may use before it counts as computing
_TOO_MUCH_MEMORY = "it held more memory than a submission may"
_TOO_MANY_PROCESSES = "it ran more processes and threads at once than a submission may"


class Watch:
    """Bounds what a sandbox holds together: by a cgroup where there is one, and by looking.

    Attributes:
        process: bubblewrap's, once it was started.
        verdict: which limit the sandbox was ended for, in words; empty while it keeps to them.
        cpu_seconds: processor time of what was in the sandbox, once it was stopped.
    """

    def __init__(self, memory: int, processes: int, scratch: list[str], shared: Path | None = None):
        """Prepare to watch one sandbox.

        Args:
            memory: bytes that all processes, tmpfs and memfds may hold together.
            processes: how many processes and threads there may be at once.
            scratch: the tmpfs inside, by the path they have there.
            shared: a folder on disk that both sides write; it may hold a megabyte.
        """
        self.verdict, self.cpu_seconds = "", 0.0
        self._memory, self._processes = memory, processes
        self._scratch, self._shared = scratch, shared
        self._reach: dict[bytes, int] = {}
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self, process: subprocess.Popen) -> None:
        """Watch over bubblewrap's process and all below it."""
        self.process = process
        # Where the cgroup alone refuses a process, the sandbox would live on; so it is the second.
        self._cgroup = Cgroup.make(self._memory, 2 * self._processes + 2)
        if self._cgroup:
            self._cgroup.add(process.pid)
        self._thread.start()

    def stop(self) -> None:
        """Watch no longer, and end all that is left in the sandbox."""
        self._stopped.set()
        self._thread.join()
        self.verdict = self.verdict or self._exceeded()
        # Nobody waits for what dies with its namespace, so it is in no process's usage of children.
        self.cpu_seconds = sum(map(_cpu_seconds, descendants(self.process.pid)))
        _end(self.process)
        if self._cgroup:
            self._cgroup.remove()

    def _run(self):
        interval = _BESIDE_CGROUP if self._cgroup else _INTERVAL
        while not self._stopped.wait(interval):
            try:
                self.verdict = self._exceeded() or self._examine()
            except Exception as error:  # a watch that fails must not leave the sandbox unwatched
                self.verdict = f"it could not be watched ({type(error).__name__})"
            if self.verdict:
                _end(self.process)
                return

    def _exceeded(self) -> str:
        """What the kernel had to refuse the sandbox, or kill in it, already."""
        what = self._cgroup.exceeded() if self._cgroup else ""
        return {"memory": _TOO_MUCH_MEMORY, "processes": _TOO_MANY_PROCESSES, "": ""}[what]

    def _examine(self) -> str:
        family = descendants(self.process.pid)
        self._give_way(family)
        threads = sum(_fields(pid, "status").get("Threads", 0) for pid in family)
        # bubblewrap itself is two of them: the one outside, and the first process inside.
        if threads > self._processes + 2:
            return _TOO_MANY_PROCESSES
        if self._shared and _fills(self._shared):
            return "it filled the folder of its sockets"
        # Not of one process alone: it may have ended, and not been waited for.
        held = sum(
            max(_tmpfs_usage(pid, path) for pid in family[1:] or family) for path in self._scratch
        )
        held += _descriptors(family)
        # Pages of a shared mapping are kept while any of it is, and are in nobody's RssShmem once
        # they were given back: so each counts with all it has reached to.
        reach = _shared_mappings(family)
        self._reach = {key: max(size, self._reach.get(key, 0)) for key, size in reach.items()}
        held += sum(self._reach.values())
        # Pages that forked processes share are in the first sum for each of them. The second
        # counts them once, but takes the kernel longer.
        if held + _sum(family, "status", "RssAnon", "VmSwap") > self._memory and (
            len(family) <= 3  # bubblewrap twice, and one that shares with nobody
            or held + _sum(family, "smaps_rollup", "Pss_Anon", "SwapPss") > self._memory
        ):
            return _TOO_MUCH_MEMORY
        return ""

    def _give_way(self, family: list[int]) -> None:
        """Have whatever computes beside the first thread wait for others who want a processor.

        So a sandbox gets little more than one process's share, however many it starts.
        """
        for pid in family[2:]:
            for task, (running, _) in _schedule(pid).items():
                if task != family[2] and running > _OFFHAND:
                    with contextlib.suppress(OSError):  # it has ended
                        os.setpriority(os.PRIO_PROCESS, task, _LOWEST)

    def waited(self) -> float:
        """Seconds for which the thread that waited longest was ready to run and did not."""
        family = descendants(self.process.pid)
        waits = [waiting for pid in family for _, waiting in _schedule(pid).values()]
        return max(waits, default=0.0)


def _end(process: subprocess.Popen) -> None:
    """End bubblewrap and, first, the first process inside: with it the kernel ends all others.

    That it dies with bubblewrap is a promise student code could take back, were it to trace it.
    """
    if process.poll() is None:
        for pid in descendants(process.pid)[1:2]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.kill()
    process.wait()


def descendants(pid: int) -> list[int]:
    """A process and everything it started, and they; an orphan belongs to the first inside."""
    family = [pid]
    for member in family:  # grows as it goes
        for task in _listed(_PROC / str(member) / "task"):
            try:
                children = (_PROC / str(member) / "task" / task / "children").read_text()
            except OSError:
                continue
            family += map(int, children.split())
    return family


def _fields(pid: int, name: str) -> dict[str, int]:
    """The numbers in /proc/<pid>/<name> by their names; none once the process is gone."""
    folder = _PROC / str(pid)
    fields = _read_fields(folder / name)
    if name == "status" and "RssAnon" not in fields:  # its first thread may have ended before it
        for task in _listed(folder / "task"):
            fields |= _read_fields(folder / "task" / task / name)
    if name == "smaps_rollup" and not fields:
        status = _fields(pid, "status")
        fields = {"Pss_Anon": status.get("RssAnon", 0), "SwapPss": status.get("VmSwap", 0)}
    return fields


def _read_fields(path: Path) -> dict[str, int]:
    try:
        lines = path.read_bytes().split(b"\n")  # a process's name may be any bytes
    except OSError:
        return {}
    words = [line.split() for line in lines]
    return {
        word[0].rstrip(b":").decode(errors="replace"): int(word[1])
        for word in words
        if word[1:2] and word[1].isdigit()
    }


def _sum(family: list[int], name: str, *kinds: str) -> int:
    """Bytes of some kinds of memory that the processes hold, as /proc/<pid>/<name> has them."""
    fields = [_fields(pid, name) for pid in family]
    return 1024 * sum(each.get(kind, 0) for each in fields for kind in kinds)


def _schedule(pid: int) -> dict[int, tuple[float, float]]:
    """Seconds for which each thread of a process ran, and was ready to run and had to wait."""
    threads = {}
    for task in _listed(_PROC / str(pid) / "task"):
        with contextlib.suppress(OSError, ValueError):  # it has ended, or the kernel does not say
            running, waiting, _ = (
                (_PROC / str(pid) / "task" / task / "schedstat").read_text().split()
            )
            threads[int(task)] = int(running) / 1e9, int(waiting) / 1e9
    return threads


def _cpu_seconds(pid: int) -> float:
    """Processor time of a process, and of those it has waited for."""
    try:
        # Its name, in brackets, may hold anything.
        times = (_PROC / str(pid) / "stat").read_bytes().rpartition(b")")[2].split()[11:15]
    except OSError:
        return 0.0
    return sum(map(int, times)) / os.sysconf("SC_CLK_TCK")


def _descriptors(family: list[int]) -> int:
    """Bytes in the memfds that processes have open, and that their sockets may hold."""
    total, sockets = 0, set()
    for pid in family[1:]:  # the first is outside, and has what it was started with
        for descriptor in _listed(_PROC / str(pid) / "fd"):
            path = _PROC / str(pid) / "fd" / descriptor
            with contextlib.suppress(OSError):
                target = os.readlink(path)
                if target.startswith("/memfd:"):
                    total += path.stat().st_blocks * 512
                elif target.startswith("socket:"):
                    sockets.add(target)
    return total + len(sockets) * int(_SOCKET.read_text()) + 2 * sum(map(_queued, family[2:3]))


def _queued(pid: int) -> int:
    """Bytes under way in the network of a process, which grows its buffers as it likes."""
    total = 0
    for name in ("tcp", "tcp6", "udp", "udp6"):
        with contextlib.suppress(OSError):
            for line in (_PROC / str(pid) / "net" / name).read_bytes().splitlines()[1:]:
                total += sum(int(number, 16) for number in line.split()[4].split(b":"))
    return total


def _shared_mappings(family: list[int]) -> dict[bytes, int]:
    """Bytes that each mapping reaches to which processes may share, by its inode."""
    sizes: dict[bytes, int] = {}
    for pid in family[2:]:
        try:
            lines = (_PROC / str(pid) / "maps").read_bytes().split(b"\n")
        except OSError:
            continue
        for line in lines:
            if any(kind in line for kind in _SHARED):
                addresses, _, offset, _, inode, *_ = line.split()
                start, end = (int(number, 16) for number in addresses.split(b"-"))
                sizes[inode] = max(sizes.get(inode, 0), end - start + int(offset, 16))
    return sizes


def _tmpfs_usage(pid: int, path: str) -> int:
    """Bytes in a file system, by the path it has for a process."""
    root = f"/proc/{pid}/root"
    try:
        if os.path.samestat(os.stat(root), os.stat("/")):
            return 0  # bubblewrap has not yet left the host's file system
        status = os.statvfs(root + path)
    except OSError:
        return 0
    blocks, inodes = status.f_blocks - status.f_bfree, status.f_files - status.f_ffree
    return blocks * status.f_frsize + inodes * _INODE


def _fills(folder: Path) -> bool:
    """Whether there is more than a megabyte in a folder; every name in it counts as one block."""
    room = _ROOM
    for parent, folders, names in os.walk(folder):
        for name in (*folders, *names):
            with contextlib.suppress(OSError):  # gone since it was listed
                room -= max(os.lstat(os.path.join(parent, name)).st_blocks * 512, _BLOCK)
            if room < 0:
                return True
    return False


def _listed(folder: Path) -> list[str]:
    try:
        return os.listdir(folder)
    except OSError:
        return []
