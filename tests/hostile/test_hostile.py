"""Submissions that attack the grader, each graded for real: it earns what its functions earn.

Each folder here is one attack. Its about.toml says what it tries, what it is based on ("stub" earns
0, "reference" 80), the exact score and status it must end with, and what its Report must say: that
the attack did run. A Python file in it is appended to the module of its name; call.py is the body
of the one batchnorm_forward, of forty tests, that is asked for an eps of 4 and worth 2 points;
file.py is handed in under each of the names in `files`. What git cannot hold is made by BUILDERS.

An attack knows all a student could: COURSE, SECRETS, MARKERS, PORT, SOCKET and GRADER are given to
it. It prints LEAK where it gets through, and tries to leave a marker outside.
"""

import hashlib
import json
import os
import re
import resource
import shutil
import signal
import socket
import tempfile
import textwrap
import time
import tomllib
from contextlib import ExitStack
from pathlib import Path

import pytest

from autograder.course.config import Course
from autograder.course.regions import library
from autograder.grading.grader import Grader
from autograder.student.submission import PATIENCE
from tests.helpers import make_course

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/about.toml"))
LIMITS = {"call_seconds": 3, "wall_seconds": 30, "memory_mb": 512}
SLACK = 15  # s, beside wall_seconds: the last test's restart, on a busy machine
TOKEN = os.urandom(8).hex()
CALL = """

_forward = batchnorm_forward


def _attack(x, gamma, beta, bn_param):
{body}


def batchnorm_forward(x, gamma, beta, bn_param):
    attacked = bn_param.get("eps") == 4.0
    return (_attack if attacked else _forward)(x, gamma, beta, bn_param)
"""


class Target:
    """A course with everything an attack may be after, and a grader of it."""

    def __init__(self, root, stack):
        self.root = root
        make_course(root)
        self.secrets = [root / "gradebook.db", root / "reports" / "batchnorm" / "campaign.json"]
        self.secrets += [root / "submitted" / "bob" / "batchnorm" / "nndl" / "layers.py"]
        for path in self.secrets:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(TOKEN)
        self.secrets += [root / "nndl" / "layers.py", root / "tests" / "hidden" / "batchnorm"]
        self.secrets += [Path.home() / ".ssh", Path("/etc/shadow"), Path("/etc/passwd")]
        outside = (root, root / "nndl", Path(tempfile.gettempdir()), Path.home())
        self.markers = [folder / f"marker-{os.getpid()}" for folder in outside]
        self.tcp = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.udp = stack.enter_context(socket.socket(type=socket.SOCK_DGRAM))
        self.udp.bind(self.tcp.getsockname())
        self.unix = stack.enter_context(socket.socket(socket.AF_UNIX))
        self.unix.bind(f"\0{TOKEN}")
        self.unix.listen()
        course = Course.load(root)
        course.config.Sandbox.update(LIMITS)
        self.grader = stack.enter_context(Grader(course, "batchnorm", 1))
        self.reference = {f"nndl/{path.name}": path.read_text() for path in root.glob("nndl/*.py")}
        self.stub = {
            name: content.decode()
            for name, content in library(course, "batchnorm").items()
            if name.startswith("nndl/")
        }
        self.neighbour = root.with_name("neighbour")
        write(self.neighbour, self.reference)
        assert self.grader.grade(self.neighbour).score == 80
        self.before = self.contents()

    def facts(self):
        """What every attack is told: a line of Python."""
        return (
            f"COURSE, GRADER, PORT = {str(self.root)!r}, {os.getpid()}, {self.tcp.getsockname()[1]}"
            f"; SECRETS = {list(map(str, self.secrets))}; MARKERS = {list(map(str, self.markers))}"
            f"; SOCKET = {TOKEN!r}\n"
        )

    def contents(self):
        """Every file of the course, as digests."""
        return {
            path: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in self.root.rglob("*")
            if path.is_file() and not path.is_symlink()
        }

    def was_contacted(self):
        """Whether anything reached the host's sockets."""
        for listener, receive in (
            (self.tcp, self.tcp.accept),
            (self.udp, lambda: self.udp.recv(1)),
            (self.unix, self.unix.accept),
        ):
            listener.setblocking(False)
            try:
                receive()
            except BlockingIOError:
                continue
            return True
        return False

    def left_behind(self):
        """The processes of a sandbox that are still there 2 s later; they are ended."""
        deadline = time.monotonic() + 2
        while (found := self._sandboxes()) and time.monotonic() < deadline:
            time.sleep(0.05)
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        return found

    def _sandboxes(self):
        # What is in a sandbox has the grader's folder among its mounts.
        needle, found = Path(self.grader._folder.name).name.encode(), []
        for path in Path("/proc").glob("[0-9]*/mountinfo"):
            try:
                if needle in path.read_bytes():
                    found.append(int(path.parent.name))
            except OSError:
                continue
        return found


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    os.environ["GRADER_TOKEN"] = TOKEN
    with ExitStack() as stack:
        yield Target(tmp_path_factory.mktemp("course"), stack)
    del os.environ["GRADER_TOKEN"]


def write(folder, files):
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content)


def build(name, about, target, folder):
    """Write the submission of a case."""
    files = dict(target.stub if about["base"] == "stub" else target.reference)
    for path in HERE.joinpath(name).glob("*.py"):
        code = path.read_text()
        if path.stem == "call":
            body = CALL.format(body=textwrap.indent(code, "    "))
            files["nndl/layers.py"] += f"\n\n{target.facts()}{body}"
        elif path.stem == "file":
            files |= dict.fromkeys(about["files"], target.facts() + code)
        else:
            files[f"nndl/{path.name}"] += f"\n\n{target.facts()}{code}"
    write(folder, files)
    if name in BUILDERS:
        BUILDERS[name](folder, target)


def _replace_layers(make):
    def builder(folder, target):
        path = folder / "nndl" / "layers.py"
        path.unlink()
        make(path, target)

    return builder


def _link_to_the_library(folder, target):
    shutil.rmtree(folder / "nndl")
    (folder / "nndl").symlink_to(target.root / "nndl")


def _undecodable_names(folder, target):
    for name in (b"\xff\xfe.py", b"\x1b[2J.py", b"a\nb.py"):
        with open(os.path.join(os.fsencode(folder / "nndl"), name), "w") as file:
            file.write("print('LEAK')")


def _strange_places(folder, target):
    for number in range(200):
        (folder / "nndl" / f"a{number:03}.py").write_text("x = 1\n")
    deep = folder.joinpath(*["d" * 200] * 15)
    deep.mkdir(parents=True)


BUILDERS = {
    "hands_in_a_link_to_the_reference": _replace_layers(
        lambda path, target: path.symlink_to(target.root / "nndl" / "layers.py")
    ),
    "hands_in_a_hard_link_to_the_reference": _replace_layers(
        lambda path, target: path.hardlink_to(target.root / "nndl" / "layers.py")
    ),
    "hands_in_a_link_to_an_endless_device": _replace_layers(
        lambda path, target: path.symlink_to("/dev/zero")
    ),
    "hands_in_a_fifo": _replace_layers(lambda path, target: os.mkfifo(path)),
    "hands_in_a_folder_for_a_module": _replace_layers(lambda path, target: path.mkdir()),
    "hands_in_a_package_for_a_module": _replace_layers(
        lambda path, target: write(path.parent, {"layers/__init__.py": "print('LEAK')"})
    ),
    "hands_in_a_terabyte": _replace_layers(
        lambda path, target: (path.touch(), os.truncate(path, 2**40))
    ),
    "hands_in_null_bytes": _replace_layers(
        lambda path, target: path.write_bytes(b"import os\0\xff\n")
    ),
    "hands_in_what_breaks_the_parser": _replace_layers(
        lambda path, target: path.write_text("x = " + "(" * 300_000 + "\n")
    ),
    "hands_in_a_link_to_the_library": _link_to_the_library,
    "names_files_in_no_encoding": _undecodable_names,
    "hands_in_too_many_files_too_deep": _strange_places,
}


@pytest.mark.parametrize("name", CASES)
def test_an_attack_earns_what_its_functions_earn_and_harms_nobody(name, target, tmp_path):
    about = tomllib.loads((HERE / name / "about.toml").read_text())
    if about.get("machine", os.uname().machine) != os.uname().machine:
        pytest.skip(f"it is written for {about['machine']}")
    build(name, about, target, tmp_path / "mallory")
    memory, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    report = target.grader.grade(tmp_path / "mallory")
    seconds = time.monotonic() - start
    left, markers = target.left_behind(), [path for path in target.markers if path.exists()]
    for marker in markers:
        marker.unlink()
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - memory
    told = [*(test.message for test in report.tests), *report.notes, *report.errors]
    texts = [*told, report.printed]
    # What it spends is its own time: where others have the processors, that may be over earlier.
    if about.get("greedy") and report.failures == ["timeout"]:
        assert report.score <= about["score"], texts
    else:
        assert report.score == about["score"], texts
        assert report.status in (
            [about["status"]] if isinstance(about["status"], str) else about["status"]
        ), texts
        assert not about["says"] or any(about["says"] in text for text in texts), texts
    assert report.diagnosis == {}
    assert "LEAK" not in str(texts)
    assert TOKEN not in json.dumps(report.to_dict()).replace(str(tmp_path), "")
    assert not any(
        len(text) > 2500 or re.search(r"[\x00-\x09\x0b-\x1f\x7f]", text) for text in told
    )
    assert not markers
    assert not left
    assert target.contents() == target.before
    assert not target.was_contacted()
    # Its own time, and what it may be given where others have the processors.
    assert seconds < (1 + PATIENCE) * LIMITS["wall_seconds"] + SLACK
    assert grown < 500 * 1024, f"the grader's own memory grew by {grown // 1024} MB"
    neighbour = target.grader.grade(target.neighbour)
    assert (neighbour.score, neighbour.status) == (80, "graded")


def test_what_is_left_behind_is_found(target):
    """Without this, the search for it could miss everything and nobody would notice."""
    staged = target.grader.intake.stage(target.neighbour, "x")
    with target.grader.open(staged) as submission:
        assert submission.package.layers
        assert len(target._sandboxes()) == 2  # bubblewrap's first process inside, and the worker
    assert target.left_behind() == []


def test_every_builder_has_its_case():
    assert set(CASES) >= set(BUILDERS)
