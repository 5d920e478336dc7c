"""nbgrader autograde, killed or stopped on its way: the next run goes on and leaves nobody out."""

import json
import signal
import subprocess
import sysconfig
import time
from pathlib import Path

import pytest

from tests.helpers import with_first

LAYERS = "nndl/layers.py"


@pytest.fixture(scope="module")
def classroom(make_classroom):
    return make_classroom()


def processes_of(classroom):
    found = []
    for path in Path("/proc").glob("[0-9]*/environ"):
        try:
            if str(classroom.root).encode() in path.read_bytes():
                found.append(path.parent.name)
        except OSError:
            continue
    return found


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_the_next_run_goes_on_where_one_was_stopped(classroom, reference, how):
    students = [f"{how.name}{number}" for number in range(4)]
    slow = with_first("import time; time.sleep(0.2)", reference[LAYERS], "toy")
    for student in students:
        classroom.hand_in(student, {**reference, LAYERS: f"{slow}# {student}\n"})
    run = subprocess.Popen(
        [
            Path(sysconfig.get_path("scripts")) / "nbgrader",
            *("autograde", "toy", "--no-execute", "--Batch.workers=1"),
        ],
        cwd=classroom.root, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    for line in run.stderr:
        if line == "grading: 2 of 4\n":
            break
    run.send_signal(how)
    run.stderr.read()
    assert run.wait(30) != 0
    deadline = time.monotonic() + 10
    while processes_of(classroom) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not processes_of(classroom)
    for path in classroom.root.rglob("reports/**/*.json"):
        if path.parent.name != "evaluations":
            json.loads(path.read_text())

    log = classroom.nbgrader("autograde", "toy", "--no-execute")
    assert {sum(filter(None, classroom.scores(student).values())) for student in students} == {10}
    assert all(classroom.report(student)["score"] == 10 for student in students)
    graded = [line.split()[0] for line in log.splitlines() if " / 12 " in line]
    assert students[0] not in graded, "who was finished was graded again"
    assert students[3] in graded
    assert list(classroom.root.glob("gradebook.db.*Z"))
