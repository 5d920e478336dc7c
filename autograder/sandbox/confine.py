"""Runs a Python script where it can reach nothing but its own small world.

bubblewrap gives it its own namespaces: no network, no other processes, no capability, and a file
system that holds a Python environment, the system's libraries, the files it was given and an empty
home of limited size. See docs/security.md for what that does and does not defend against.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from traitlets import Enum, Instance, Integer, List
from traitlets.config import LoggingConfigurable

from ..course.config import CONFIG_FILE
from . import view
from .bubblewrap import SandboxError, bubblewrap, mend, version
from .environment import Environment, MissingEnvironmentError
from .inside.home import FILES
from .watch import Watch

HOME = Path("/home/student")
_SCRIPTS = Path("/grader")
_INSIDE = Path(__file__).parent / "inside"  # where the scripts are that run in the sandbox
# What these import.
_MODULES = ["home.py", "messages.py", "objects.py", "syscalls.py", "wire.py"]
_UID = "65534"


class Sandbox(LoggingConfigurable):
    """How student code is confined, and to what."""

    backend = Enum(
        ["bubblewrap", "none"],
        default_value="bubblewrap",
        help="""What confines student code. "none" runs it as you, with your files and your
        network: only for code you have written yourself. Reports name the backend.""",
    ).tag(config=True)

    memory_mb = Integer(
        2048, help="Memory of all processes, temporary files and memfds together, MB."
    ).tag(config=True)
    cpu_seconds = Integer(600, help="Processor time of one process, s.").tag(config=True)
    call_seconds = Integer(
        10, help="Time in which one call of a student's function must return, s."
    ).tag(config=True)
    import_seconds = Integer(
        30, help="Time in which a module of a student's must be imported, s."
    ).tag(config=True)
    wall_seconds = Integer(
        180, help="Time for all hidden tests of one submission together, s."
    ).tag(config=True)
    processes = Integer(64, help="Processes and threads at once.").tag(config=True)
    scratch_mb = Integer(256, help="Size of the home, of /tmp and of /dev/shm, each, MB.").tag(
        config=True
    )
    output_kb = Integer(
        64, help="How much is kept of what student code prints in the hidden tests, KB."
    ).tag(config=True)

    environment = Instance(Environment)
    _homes: List[tempfile.TemporaryDirectory[str]] = List()

    def limits(self) -> dict[str, int | str]:
        """The configured traits, by name."""
        return {name: getattr(self, name) for name in self.trait_names(config=True)}

    def rlimits(self) -> dict[str, int]:
        """The limits a process in the sandbox sets itself before it runs student code.

        They are set inside, as RLIMIT_NPROC then counts only the sandbox's own user namespace;
        without the privilege to raise them again they hold for good.
        """
        limits = {
            # An allocation beyond reason is a MemoryError at once. Threads reserve address space
            # they never touch, so this is no bound of memory: the watch is.
            "RLIMIT_AS": (self.memory_mb + 2048) * 2**20,
            # Of what it may write, stacks included: a watch that comes late finds no more than
            # this in any one process.
            "RLIMIT_DATA": (self.memory_mb + 256) * 2**20,
            "RLIMIT_CPU": self.cpu_seconds,
            "RLIMIT_FSIZE": self.scratch_mb * 2**20,
            "RLIMIT_CORE": 0,
            # Each descriptor may hold a full buffer of the kernel's, and what is sent to oneself
            # counts against all processes of the user's, the grader's among them.
            "RLIMIT_NOFILE": 256,
        }
        if self.backend != "none":
            limits["RLIMIT_NPROC"] = self.processes
        return limits

    def start(
        self,
        script: str,
        args: list[str],
        files: dict[str, Path],
        shared: Path | None = None,
        pass_fds: Iterable[int] = (),
        **popen,
    ) -> Watch:
        """Run one of the autograder's scripts in the sandbox, bounded from its beginning.

        bubblewrap waits for its options, and is told them once its bounds hold. So they are in no
        command line either: the first process inside is bubblewrap's own, and shows it.

        Args:
            script, args, files, shared: as for command().
            pass_fds: descriptors it inherits.
            popen: further arguments of subprocess.Popen.

        Returns:
            What watches over the process, until it is stopped.

        Raises:
            OSError: it cannot be started.
            SandboxError: there is no bubblewrap, or no environment to run the script in.
        """
        command = self.command(script, args, files, shared)
        watch = self._watch(shared)
        if self.backend == "none":
            watch.start(subprocess.Popen(command, env={}, pass_fds=tuple(pass_fds), **popen))
            return watch
        end = command.index("--")
        reading, writing = os.pipe()
        with open(writing, "wb", buffering=0) as options:  # or closing it would try once more
            with open(reading, "rb"):
                process = subprocess.Popen(
                    ["bwrap", "--args", str(reading), *command[end:]],
                    executable=command[0],
                    env={},
                    pass_fds=(reading, *pass_fds),
                    **popen,
                )
            watch.start(process)
            with contextlib.suppress(BrokenPipeError):  # it has ended; its exit code says why
                options.write("\0".join(command[1:end]).encode() + b"\0")
        return watch

    def command(
        self, script: str, args: list[str], files: dict[str, Path], shared: Path | None = None
    ) -> list[str]:
        """The command that runs one of the autograder's scripts in the sandbox.

        Args:
            script: its name in this folder; what it imports lies beside it inside, too.
            args: its arguments.
            files: what the script lays out in its home and working directory: name -> file or
                folder, a copy there.
            shared: a folder both sides may write, at the same path inside.

        Raises:
            SandboxError: there is no bubblewrap, or no environment to run the script in.
        """
        try:
            python = self.environment.python
        except MissingEnvironmentError as error:
            raise SandboxError(str(error)) from error
        if self.backend == "none":
            home = self._open_home(files)
            variables = [f"{name}={value}" for name, value in _variables(home).items()]
            run = [str(python), "-u", "-B", str(_INSIDE / script), *args]
            return [shutil.which("env") or "env", "-i", f"--chdir={home}", *variables, *run]
        return [
            *self._bubblewrap(),
            *view.mounts({_SCRIPTS / FILES / name: path for name, path in files.items()}),
            *view.mounts({_SCRIPTS / name: _INSIDE / name for name in (script, *_MODULES)}),
            *(["--bind", str(shared), str(shared)] if shared else []),
            "--remount-ro", "/",
            "--chdir", str(HOME),
            "--", "/env/bin/python", "-u", "-B", str(_SCRIPTS / script), *args,
        ]  # fmt: skip

    def _open_home(self, files: dict[str, Path]) -> Path:
        """A home without walls, for the backend "none"; it is removed with this object."""
        folder = tempfile.TemporaryDirectory(prefix="autograder-")
        self._homes.append(folder)
        for name, path in files.items():
            inside = Path(folder.name) / name
            inside.parent.mkdir(parents=True, exist_ok=True)
            (shutil.copytree if path.is_dir() else shutil.copy)(path, inside)
        return Path(folder.name)

    def _bubblewrap(self) -> list[str]:
        """The bwrap command up to where the files of one run are named."""
        size = str(self.scratch_mb * 2**20)
        command = [
            bubblewrap(),
            "--unshare-all", "--unshare-user", "--disable-userns", "--die-with-parent",
            "--new-session", "--cap-drop", "ALL", "--uid", _UID, "--gid", _UID,
            "--hostname", "sandbox", "--clearenv",
        ]  # fmt: skip
        for name, value in _variables(HOME).items():
            command += ["--setenv", name, value]
        return [
            *command,
            *view.system(),
            "--ro-bind", str(self.environment.path), "/env",
            "--proc", "/proc", *view.hide_kernel(), "--remount-ro", "/proc",
            "--dev", "/dev",
            *view.keep_devices(),
            "--size", size, "--tmpfs", "/dev/shm",
            "--remount-ro", "/dev",
            "--size", size, "--tmpfs", "/tmp",
            "--size", size, "--tmpfs", str(HOME),
        ]  # fmt: skip

    def describe(self) -> str:
        """The backend as a Report names it."""
        return self.backend if self.backend == "none" else f"bubblewrap {version(bubblewrap())}"

    def _watch(self, shared):
        scratch = [] if self.backend == "none" else [str(HOME), "/tmp", "/dev/shm"]
        return Watch(self.memory_mb * 2**20, self.processes, scratch, shared)

    def why_ended(self, process: subprocess.Popen) -> str:
        """What ended a process, in words, from its exit code."""
        code = process.poll()
        if code is None:
            return "it meddled with the grader's own channel"
        number = -code if code < 0 else code - 128
        if number in signal.valid_signals():
            if number == signal.SIGXCPU:
                return f"it used more than {self.cpu_seconds} s of processor time"
            return f"signal {signal.Signals(number).name}"
        return f"it exited with code {code}"

    def check(self, course: Path) -> None:
        """Prove that the sandbox confines, by trying from inside what it must prevent.

        Args:
            course: a folder that must be out of sight.

        Raises:
            SandboxError: it does not start, or something that must fail did not.
        """
        if self.backend == "none":
            return
        try:
            watch = self.start(
                "probe.py",
                [],
                {},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            try:
                found, said = watch.process.communicate(str(course / CONFIG_FILE), timeout=60)
            finally:
                watch.stop()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise SandboxError(f"the sandbox does not start: {error}. {mend()}") from error
        if watch.process.returncode != 0:
            reason = said.strip()[-500:]
            raise SandboxError(f"the sandbox does not start: {reason}. {mend()}")
        if leaks := json.loads(found):
            raise SandboxError(f"the sandbox does not confine: {'; '.join(leaks)}. {mend()}")


def _variables(home: Path) -> dict[str, str]:
    """The environment variables of a sandboxed process: none of the instructor's."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
    return {
        "HOME": str(home),
        "PATH": "/env/bin",
        "LANG": "C.UTF-8",
        "PYTHONNOUSERSITE": "1",
        "PYTHONHASHSEED": "0",  # a set is in the same order for everybody
        **threads,
    }
