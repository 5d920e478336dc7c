"""Sandboxes side by side: none tells another anything, none takes another's processor time."""

import contextlib
import errno
import os
import socket
import time

import pytest

from autograder.sandbox.cgroup import Cgroup
from autograder.sandbox.inside import syscalls
from autograder.sandbox.watch import descendants
from autograder.student.remote import StudentTimeoutError

INSIDE = """
import ctypes, fcntl, os, signal, socket, sqlite3, struct, sys, time
import multiprocessing

SHARED = os.__file__  # a file that all sandboxes see
pair = socket.socketpair()
libc = ctypes.CDLL(None, use_errno=True)


def look(how):
    return str(eval(how))


def error(how):
    "The error an expression ends in, or what it returns if that is none."
    try:
        result = eval(how)
    except OSError as error:
        return error.errno
    return ctypes.get_errno() if result == -1 else str(result)


def use_sqlite():
    with sqlite3.connect("/tmp/database") as database:
        database.execute("create table numbers (x)")
        database.execute("insert into numbers values (7)")
    return str(database.execute("select x from numbers").fetchall())


def use_processes():
    with multiprocessing.get_context("fork").Pool(2) as pool:
        return sum(pool.map(abs, [-1, -2, -3]))


def send_itself_descriptors(times):
    for _ in range(times):
        socket.send_fds(pair[0], [b"x"], [0] * 200)


def spin(processes):
    for _ in range(processes):
        if os.fork() == 0:
            os.setsid()
            while True:
                pass


def compute(seconds):
    "Work for some processor time of this process's own."
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
    return True


def sleep():
    time.sleep(1000)
"""
FILTERED = pytest.mark.skipif(
    os.uname().machine not in syscalls._MACHINES, reason="system calls are not filtered here"
)


@pytest.fixture(scope="module")
def one(student):
    return student(INSIDE).package.layers


@pytest.fixture(scope="module")
def other(student):
    return student(INSIDE).package.layers


@FILTERED
@pytest.mark.parametrize("family", range(46))
def test_only_sockets_that_a_namespace_bounds_can_be_made(one, family):
    allowed = family in (socket.AF_UNIX, socket.AF_INET, socket.AF_INET6, socket.AF_NETLINK)
    for how in (
        f"libc.socket({family}, 3, 0)",
        f"libc.socketpair({family}, 1, 0, (ctypes.c_int * 2)())",
    ):
        refused = one.error(how) == errno.EPERM
        # A raw socket takes a capability, which is refused with the same error.
        assert refused or allowed, how
    assert allowed == (one.error(f"libc.socket({family}, 2, 0)") != errno.EPERM)


@FILTERED
@pytest.mark.parametrize(
    "how",
    [
        "fcntl.flock(open(SHARED), fcntl.LOCK_EX | fcntl.LOCK_NB)",
        "fcntl.fcntl(open(SHARED), fcntl.F_SETLEASE, fcntl.F_RDLCK)",
        "fcntl.fcntl(open(SHARED), fcntl.F_NOTIFY, 1)",
        "fcntl.fcntl(open(SHARED), fcntl.F_GETLK, struct.pack('hhqqi', 1, 0, 0, 0, 0))",
        "fcntl.fcntl(open(SHARED), 36, struct.pack('hhqqi', 1, 0, 0, 0, 0))",
        "libc.inotify_init()",
        "libc.inotify_init1(0)",
        "libc.fanotify_init(0, 0)",
        "libc.mincore(None, 0, None)",
        "os.preadv(os.open(SHARED, 0), [bytearray(9)], 0, os.RWF_NOWAIT)",
        "libc.syscall(451, -1, None, None, 0)",
    ],
)
def test_what_tells_who_uses_a_shared_file_is_refused(one, how):
    assert one.error(how) == errno.EPERM


def test_a_lock_of_one_is_none_for_another(one, other):
    """It is granted to both, where the kernel would refuse either: they may not write the file."""
    for layers in (one, other):
        assert (
            layers.look("fcntl.lockf(os.open(SHARED, 0), fcntl.LOCK_EX | fcntl.LOCK_NB)") == "None"
        )


def test_honest_work_needs_none_of_what_is_refused(one):
    assert one.use_sqlite() == "[(7,)]"
    assert one.use_processes() == 6
    assert one.look("len(socket.socketpair())") == "2"


def test_no_more_than_256_descriptors_can_be_open(student):
    assert student(INSIDE).package.layers.error("[os.dup(0) for _ in range(300)]") == errno.EMFILE


def test_descriptors_sent_to_itself_are_bounded(student):
    one = student(INSIDE).package.layers
    assert one.error("send_itself_descriptors(10)") == errno.ETOOMANYREFS
    ours, theirs = socket.socketpair()
    with ours, theirs:
        socket.send_fds(ours, [b"x"], [ours.fileno()])


@FILTERED
def test_the_buffers_of_sockets_cannot_be_made_larger(one):
    size = "pair[0].getsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF)"
    before = one.look(size)
    assert one.look("pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 2**24)") == "None"
    assert one.look(size) == before


@pytest.mark.parametrize("name", ["environ", "cmdline"])
def test_the_first_process_inside_names_no_folder_of_the_host(course, one, name):
    shown = one.look(f"open('/proc/1/{name}', 'rb').read()")
    assert str(course.path) not in shown
    assert "autograder-" not in shown
    assert shown == "b''" or name == "cmdline"


def test_of_the_kernel_only_what_numpy_and_its_kin_ask_for_can_be_read(one):
    readable = (
        "[path for path in os.listdir('/proc') if not path.isdigit() and os.path.isfile('/proc/'"
        " + path) and not path.startswith(('self', 'thread')) and os.access('/proc/' + path, 4)]"
    )
    allowed = {"cpuinfo", "meminfo", "stat", "uptime", "loadavg", "version", "filesystems"}
    assert set(eval(one.look(readable))) - {"mounts"} <= allowed
    assert one.look("os.listdir('/proc/sys') + os.listdir('/proc/fs')") == "[]"


@contextlib.contextmanager
def confined_to_one_processor():
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, [min(before)])
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def test_a_neighbour_that_spins_takes_no_marks_of_one_that_computes(student):
    with confined_to_one_processor():
        spinner, honest = student(INSIDE), student(INSIDE, call_seconds=3)
        assert honest.package.layers.compute(0.1)
        spinner.package.layers.spin(40)
        assert honest.package.layers.compute(2)
    assert honest.failures == set()
    spinner.__exit__()


def test_each_sandbox_has_a_share_of_the_processors_of_its_own(student):
    if not (cgroup := Cgroup.make(2**30, 64)):
        pytest.skip("no cgroup can be had here")
    cgroup.remove()
    run = student(INSIDE)
    run.package.layers.look("1")
    with open(f"/proc/{run.process.pid}/cgroup") as lines:
        own = dict(line.strip().split(":")[1:] for line in lines)
    assert "/autograder-" in own.get("cpu", own.get("cpu,cpuacct", own[""]))


def test_what_computes_beside_the_first_process_gives_way(student):
    run = student(INSIDE)
    run.package.layers.spin(2)
    run.package.layers.compute(1.5)
    run._channel.watch._examine()
    _, _, worker, *children = descendants(run.process.pid)
    assert os.getpriority(os.PRIO_PROCESS, worker) == os.getpriority(os.PRIO_PROCESS, 0)
    assert [os.getpriority(os.PRIO_PROCESS, child) for child in children] == [19, 19]
    run.__exit__()


def test_who_sleeps_is_given_no_more_time(student):
    run = student(INSIDE, call_seconds=1)
    run.package.layers.look("1")
    run._channel.waited()  # what starting took on a busy machine is no sleep
    with pytest.raises(StudentTimeoutError):
        run.package.layers.sleep()
    assert run.made_up < 1


def test_the_time_a_submission_is_given_beyond_its_own_is_bounded(student, monkeypatch):
    run = student(INSIDE, call_seconds=1, wall_seconds=2)
    run.package.layers.look("1")
    monkeypatch.setattr(run._channel.watch, "waited", lambda: time.monotonic() * 10)
    with pytest.raises(StudentTimeoutError):
        run.package.layers.sleep()
    assert run.made_up <= 4
