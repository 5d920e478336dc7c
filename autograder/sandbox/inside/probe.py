"""Inside the sandbox: tries what must not work there and prints, as JSON, what did.

It reads the path of the course's configuration, which must be out of sight.
"""

import ctypes
import json
import os
import socket
import stat
import sys

MS_REMOUNT, MS_BIND, CLONE_NEWUSER = 32, 4096, 0x10000000


def writable(folder):
    try:
        with open(os.path.join(folder, "probe"), "w"):
            return True
    except OSError:
        return False


def opens_for_writing(path):
    try:
        os.close(os.open(path, os.O_WRONLY))
    except OSError:
        return False
    return True


def reaches_network():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # an address kept for documentation; sends nothing
        except OSError:
            return False
    return True


def foreign_variables():
    """Names of environment variables that other processes in here have and this one has not."""
    allowed = {*os.environ, "PWD", "OLDPWD", "SHLVL", "_"}  # the last are a shell's own
    names = set()
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/environ") as file:
                pairs = file.read().split("\0")
        except OSError:
            continue
        names |= {pair.partition("=")[0] for pair in pairs if pair} - allowed
    return names


def names(course):
    """Whether the environment or the command line of a process in here names the course."""
    for pid in filter(str.isdigit, os.listdir("/proc")):
        for name in ("environ", "cmdline"):
            try:
                with open(f"/proc/{pid}/{name}", "rb") as file:
                    if os.fsencode(course) in file.read():
                        return True
            except OSError:
                continue
    return False


def for_root_only():
    """Files of the kernel's that open, though only root may read them."""
    for folder, folders, files in os.walk("/proc"):
        if folder == "/proc":
            folders[:] = [name for name in folders if not name.isdigit()]
        for name in files:
            path = os.path.join(folder, name)
            try:
                if not os.lstat(path).st_mode & stat.S_IROTH:
                    os.close(os.open(path, os.O_RDONLY | os.O_NONBLOCK))
                    yield path
            except OSError:
                continue


def status(field):
    with open("/proc/self/status") as lines:
        return next(line.split()[1] for line in lines if line.startswith(f"{field}:"))


def main():
    libc = ctypes.CDLL(None)
    configuration = sys.stdin.read()
    folders = ["/", "/env", "/grader", "/usr/lib", "/dev", "/proc"]
    leaks = [f"{configuration} can be seen"] if os.path.exists(configuration) else []
    leaks += [f"{folder} can be written" for folder in folders if writable(folder)]
    if opens_for_writing("/proc/sys/kernel/core_pattern"):
        leaks.append("the host's kernel can be configured")
    if opened := list(for_root_only()):
        leaks.append(f"what only root may read can be read: {', '.join(opened)}")
    if names(os.path.dirname(configuration)):
        leaks.append("a process names the course")
    if foreign_variables():
        leaks.append("the instructor's environment variables can be read")
    if reaches_network() or [name for _, name in socket.if_nameindex()] != ["lo"]:
        leaks.append("there is a network")
    if int(status("CapEff"), 16) or int(status("CapBnd"), 16):
        leaks.append("it has capabilities")
    if status("NoNewPrivs") != "1":
        leaks.append("it can gain privileges")
    if libc.mount(None, b"/", None, MS_REMOUNT | MS_BIND, None) == 0:
        leaks.append("the file system can be remounted")
    if libc.unshare(CLONE_NEWUSER) == 0:
        leaks.append("a user namespace can be made")
    if len([name for name in os.listdir("/proc") if name.isdigit()]) > 3:
        leaks.append("other processes can be seen")
    print(json.dumps(leaks))


main()
