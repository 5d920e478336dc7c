"""The Python environment student code runs in: what the assignment's requirements.txt gives them.

It is kept apart from the course's own, so that what is graded can import neither the course's
packages nor the autograder's, and is made once for each version of the requirements.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import venv
from importlib.metadata import version
from pathlib import Path

from ..outcome import RunEndsError


class MissingEnvironmentError(RunEndsError):
    """The environment could not be made; the message says why and what to do."""


class Environment:
    """One environment, kept beside the course's own packages and removed with them.

    Attributes:
        path: its folder; it exists only once the environment is complete.
        font_cache: the folder in it with matplotlib's list of fonts, which takes a second to make.
    """

    def __init__(self, requirements: Path):
        """Name it; nothing is made before make().

        Args:
            requirements: a requirements.txt.

        Raises:
            MissingEnvironmentError: there is no such file.
        """
        # worker.py speaks msgpack; that it can be imported by students, too, gives them nothing.
        wire = f"msgpack=={version('msgpack')}"
        try:
            content = requirements.read_text(encoding="utf-8")
        except OSError as error:
            raise MissingEnvironmentError(f"{requirements}: {error.strerror}") from error
        self._requirements = requirements
        self._wire = wire
        digest = hashlib.sha256(f"{sys.version}\n{wire}\n{content}".encode()).hexdigest()
        self.path = Path(sys.prefix) / "sandbox" / digest[:16]
        self.font_cache = self.path / "share" / "matplotlib"

    @property
    def python(self) -> Path:
        """Its interpreter, made first if need be.

        Raises:
            MissingEnvironmentError: it could not be made.
        """
        if not self.path.is_dir():
            print(f"Installing {self._requirements} for the sandbox, once …", file=sys.stderr)
            self.make()
        return self.path / "bin" / "python"

    def make(self) -> None:
        """Make the environment anew.

        Raises:
            MissingEnvironmentError: pip failed, or the folder cannot be written.
        """
        partial = self.path.with_name(f"{self.path.name}.{os.getpid()}")
        try:
            venv.create(partial, symlinks=True, clear=True)
            python = str(partial / "bin" / "python")
            install = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet"]
            subprocess.run(
                [*install, "--disable-pip-version-check", "-r", self._requirements, self._wire],
                check=True,
                capture_output=True,
                text=True,
            )
            subprocess.run(
                [python, "-c", "import matplotlib.font_manager"],
                env={"MPLCONFIGDIR": str(partial / self.font_cache.relative_to(self.path))},
                stderr=subprocess.DEVNULL,  # it says that it builds the cache
            )
            shutil.rmtree(self.path, ignore_errors=True)
            partial.rename(self.path)
        except (OSError, subprocess.CalledProcessError) as error:
            shutil.rmtree(partial, ignore_errors=True)
            reason = getattr(error, "stderr", "").strip().rpartition("\n")[2] or error
            raise MissingEnvironmentError(
                f"cannot install {self._requirements} for the sandbox: {reason}. "
                "`autograder setup` does it where there is a network"
            ) from error
