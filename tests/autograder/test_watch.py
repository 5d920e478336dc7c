"""The watch ends what holds too much together, and nothing else."""

import os
import subprocess
import sys

import pytest

from autograder.sandbox.cgroup import Cgroup
from autograder.sandbox.confine import Sandbox
from autograder.sandbox.watch import Watch, _fills, descendants
from autograder.student.remote import StudentCrashError, StudentError

HOLDING = """
import mmap, os, socket, time

kept = []


def share_and_give_back(megabytes, wait=0):
    kept.append(mmap.mmap(-1, megabytes * 2**20))
    for part in range(megabytes):
        kept[-1].write(b"x" * 2**20)
    kept[-1].madvise(mmap.MADV_DONTNEED)
    time.sleep(wait)


def share_with_a_child(megabytes, wait=0):
    shared = mmap.mmap(-1, megabytes * 2**20)
    for part in range(megabytes):
        shared.write(b"x" * 2**20)
        time.sleep(0.001)
    if os.fork() == 0:
        time.sleep(60)
    shared.close()
    time.sleep(wait)


def make_empty_files(number, wait=0):
    for each in range(number):
        open(f"/tmp/{each}", "w").close()
    time.sleep(wait)


def open_sockets(pairs, wait=0):
    kept.append([socket.socketpair() for _ in range(pairs)])
    time.sleep(wait)


def hold(megabytes, wait=0):
    kept.append(bytearray(os.urandom(2**20)) * megabytes)
    time.sleep(wait)


def hold_in_files(megabytes, wait=0, folder="/tmp"):
    for number in range(megabytes):
        with open(f"{folder}/{number}", "wb") as file:
            file.write(os.urandom(2**20))
    time.sleep(wait)


def fill_connections(pairs, wait=0):
    server = socket.create_server(("127.0.0.1", 0))
    for _ in range(pairs):
        client = socket.create_connection(server.getsockname())
        client.setblocking(False)
        kept.append((client, server.accept()))
        try:
            while True:
                client.send(bytes(2**16))
        except BlockingIOError:
            pass
    time.sleep(wait)


def start(processes, wait=0):
    try:
        for _ in range(processes):
            if os.fork() == 0:
                time.sleep(60)
    finally:
        time.sleep(wait)
"""


@pytest.fixture(params=["both", "the cgroup alone", "the watch alone"])
def bounded(request, monkeypatch):
    """The two that bound a sandbox, each without the other too: together, one hides the other."""
    if request.param == "the watch alone":
        monkeypatch.setattr(Cgroup, "make", lambda memory, processes: None)
    elif request.param == "the cgroup alone":
        if not (cgroup := Cgroup.make(2**30, 64)):
            pytest.skip("no cgroup can be had here")
        cgroup.remove()
        monkeypatch.setattr(Watch, "_examine", lambda self: "")


@pytest.fixture
def outside():
    """A process that has not entered any sandbox yet, as bubblewrap's own at first."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process
        process.kill()


def test_a_process_on_its_way_into_the_sandbox_is_not_blamed_for_the_hosts_disk(outside):
    watch = Watch(memory=200 * 2**20, processes=64, scratch=["/usr", "/"])
    watch.start(outside)
    verdict = watch._examine()
    watch.stop()
    assert (verdict, watch.verdict) == ("", "")


def test_a_process_and_all_it_started_are_found():
    start = "import subprocess, sys; child = subprocess.Popen([sys.executable, '-c', {!r}])"
    inner = "print(flush=True); input()"
    outer = f"{start.format(inner)}; print(child.pid, flush=True); input()"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", outer], **pipes) as process:
        lines = [process.stdout.readline(), process.stdout.readline()]  # both are there
        child = int("".join(lines))
        assert descendants(process.pid) == [process.pid, child]
        assert process.pid in descendants(os.getpid())


def test_a_submission_within_its_limits_is_left_alone(student):
    run = student(HOLDING, memory_mb=500, processes=16)
    layers = run.package.layers
    layers.hold(100)
    layers.hold_in_files(50)
    layers.start(5)
    assert run._channel.watch._examine() == ""
    assert run.failures == set()


@pytest.mark.parametrize(
    ("function", "where"),
    [
        ("hold", {}),
        ("hold_in_files", {"folder": "/tmp"}),
        ("hold_in_files", {"folder": "/dev/shm"}),
    ],
)
def test_too_much_memory_of_any_kind_ends_a_submission(bounded, student, function, where):
    run = student(HOLDING, memory_mb=200)
    with pytest.raises(StudentCrashError, match="memory"):
        getattr(run.package.layers, function)(240, wait=8, **where)
    assert run.failures == {"memory"}


@pytest.mark.parametrize(
    ("function", "amount", "memory"),
    [
        ("share_and_give_back", 240, 200),
        ("share_with_a_child", 240, 200),
        ("make_empty_files", 100_000, 100),
        ("open_sockets", 120, 60),
        ("fill_connections", 60, 100),
    ],
)
def test_the_watch_counts_what_is_in_no_processs_account(
    student, monkeypatch, function, amount, memory
):
    monkeypatch.setattr(Cgroup, "make", lambda memory, processes: None)
    run = student(HOLDING, memory_mb=memory)
    with pytest.raises(StudentCrashError, match="memory"):
        getattr(run.package.layers, function)(amount, wait=8)


def test_a_process_alone_holds_little_more_than_its_limit_though_nobody_watches(
    student, monkeypatch
):
    monkeypatch.setattr(Cgroup, "make", lambda memory, processes: None)
    monkeypatch.setattr(Watch, "_examine", lambda self: "")
    run = student(HOLDING, memory_mb=200)
    run.package.layers.hold(240)
    with pytest.raises(StudentError, match="MemoryError"):
        run.package.layers.hold(240)
    assert run.failures == {"memory"}


def test_the_folder_of_a_kernels_sockets_holds_few_files(tmp_path):
    for number in range(100):
        (tmp_path / str(number)).touch()
    assert not _fills(tmp_path)
    for number in range(200):
        (tmp_path / f"folder{number}").mkdir()
    assert _fills(tmp_path)


def test_too_many_processes_end_a_submission(bounded, student, monkeypatch):
    monkeypatch.setattr(Sandbox, "rlimits", lambda self: {})  # or they would not be started
    run = student(HOLDING, processes=8)
    with pytest.raises(StudentCrashError, match="more processes and threads"):
        run.package.layers.start(30, wait=8)
    assert run.failures == {"crashed"}
