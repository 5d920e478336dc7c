"""Many submissions: the same Reports however many work, each evaluated once, and nothing lost."""

import json
import multiprocessing
import os
import re
import signal
import subprocess
import sysconfig
import time
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from autograder.course.config import Course
from autograder.course.regions import library
from autograder.grading.pool import Batch
from autograder.grading.store import Store
from autograder.grading.task import Task
from autograder.report import Report, TestResult
from tests.helpers import CRASH, with_first

LAYERS = "nndl/layers.py"
SEED = 20260101
WAIT = "import time; time.sleep(0.5)"
COMMAND = Path(sysconfig.get_path("scripts")) / "autograder"


@pytest.fixture(scope="module")
def class_folders(tmp_path_factory, toy, toy_reference, toy_bank):
    """A small class of every kind: folders."""
    layers = toy_reference[LAYERS]
    stub = {name: text.decode() for name, text in library(toy, "toy").items()
            if name.startswith("nndl/")}  # fmt: skip
    files = {
        "ada": toy_reference,
        "crasher": {
            **toy_reference,
            LAYERS: with_first(CRASH, layers, "toy"),
        },
        "dora": toy_bank["weights added"].apply(toy_reference),
        "empty": {},
        "gus": toy_bank["weights forgotten in dx"].apply(toy_reference),
        "ivan": stub,
    }
    root = tmp_path_factory.mktemp("class")
    for student, modules in files.items():
        (root / student).mkdir()
        for name, text in modules.items():
            (root / student / name).parent.mkdir(exist_ok=True)
            (root / student / name).write_text(text)
    return sorted(root.iterdir())


@pytest.fixture
def batch(copy_of_toy):
    """A function that makes a Batch over a copy of the course."""
    made = []

    def make(**options):
        made.append(Batch(Course.load(copy_of_toy), "toy", **options))
        return made[-1]

    yield make
    for each in made:
        each.close()


@pytest.fixture
def tasks(toy_grader, class_folders):
    return [Task.of_folder(folder, toy_grader) for folder in class_folders]


def without_times(report):
    return replace(report, seconds=0.0, cpu_seconds=0.0).to_dict()


def test_one_process_two_and_none_give_the_same_reports(batch, tasks, toy_grader, class_folders):
    here = [without_times(toy_grader.grade(folder)) for folder in class_folders]
    for workers in (1, 2):
        reports = batch(workers=workers, keep=False).run(tasks)
        assert [without_times(report) for report in reports] == here


def test_what_was_evaluated_is_not_evaluated_again(batch, tasks, toy_grader):
    first = batch(workers=2)
    reports = list(first.run(tasks))
    assert first.counts == {"graded": 4, "crashed": 1, "missing": 1}
    again = batch(workers=2)
    assert list(again.run(tasks)) == reports
    assert again.counts == {"reused": 6}
    forced = batch(workers=2)
    list(forced.run(tasks[:1], fresh=True))
    assert forced.counts == {"graded": 1}
    for change in (
        {"seed": 7},
        {"limits": {**tasks[0].limits, "call_seconds": 9}},
        {"staged": tasks[0].staged._replace(missing=["nndl/optim.py"])},
        {"hashes": {**tasks[0].hashes, "tests": "others"}},
    ):
        assert tasks[0]._replace(**change).key != tasks[0].key
    renamed = tasks[0]._replace(staged=tasks[0].staged._replace(name="zoe", notes=["hers"]))
    (report,) = again.run([renamed])
    assert (report.submission, report.notes, again.counts["reused"]) == ("zoe", ["hers"], 7)


@pytest.mark.parametrize("damage", [b"", b"{}", b"x\n{}", None])
def test_a_damaged_store_is_not_trusted(tmp_path, damage):
    store = Store(tmp_path)
    report = Report("ada", "toy", "graded", [], 7, "none", 1.5)
    assert store.get("key") is None
    store.put("key", report)
    assert store.get("key") is None, "a Report without tests was kept"
    report = replace(report, tests=[TestResult("one", "forward", 2, True, "")])
    store.put("key", report)
    assert store.get("key") == report
    (path,) = tmp_path.iterdir()
    content = path.read_bytes()
    path.write_bytes(content.replace(b'"points": 2', b'"points": 9') if damage is None else damage)
    assert store.get("key") is None
    path.rename(path.with_name("other.json"))
    path.with_name("other.json").write_bytes(content)
    assert store.get("other") is None


@pytest.mark.parametrize("failure", ["timeout", "memory"])
def test_what_may_end_otherwise_another_time_is_not_kept(tmp_path, failure):
    store = Store(tmp_path)
    tests = [TestResult("one", "forward", 2, True, "")]
    report = Report("ada", "toy", "graded", tests, 7, "none", 1.5, failures=["crashed"])
    store.put("key", replace(report, failures=["crashed", failure]))
    assert store.get("key") is None
    store.put("key", report)
    assert store.get("key") == report


@pytest.fixture
def slow(toy_grader, submission, toy_reference):
    """The task of a submission that takes some seconds."""
    text = with_first(WAIT, toy_reference[LAYERS], "toy")
    return Task.of_folder(submission({**toy_reference, LAYERS: text}, "slow"), toy_grader)


def kill_a_worker(killed):
    """Kill a process that evaluates, and has not been killed before, a second after its start."""
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        pids = {child.pid for child in multiprocessing.active_children()} - killed
        if pids:
            time.sleep(1)
            pid = pids.pop()
            os.kill(pid, signal.SIGKILL)
            killed.add(pid)
            return
        time.sleep(0.05)
    raise AssertionError("no process evaluates")


def test_a_process_that_dies_is_replaced_and_its_submission_tried_once_more(batch, slow):
    one, killed = batch(workers=1, keep=False), set()
    future = one.submit(slow)
    kill_a_worker(killed)
    assert future.result(600).score == 10
    future = one.submit(slow)
    for _ in range(2):
        kill_a_worker(killed)
    report = future.result(600)
    assert (report.submission, report.status, report.tests) == (
        slow.staged.name, "not graded", [],
    )  # fmt: skip
    assert "died twice" in report.errors[0]
    assert one.counts == {"graded": 1, "not graded": 1}
    assert next(one.run([slow])).score == 10


def test_a_closed_batch_starts_no_process(batch, tasks):
    one = batch(workers=1)
    next(one.run(tasks[:1]))
    (process,) = one._processes
    one.close()
    with pytest.raises(BrokenExecutor):
        process.evaluate(tasks[0])


def test_what_was_evaluated_while_a_run_was_stopped_is_not_kept(
    batch, tasks, copy_of_toy, monkeypatch
):
    one = batch(workers=1)

    def evaluate_and_be_stopped(task):
        one.close()
        return replace(wrong, submission=task.staged.name).to_json()

    wrong = Report("", "toy", "graded", [TestResult("one", "a", 2, False, "?")], 7, "", 1.5)
    monkeypatch.setattr(one, "_evaluate", evaluate_and_be_stopped)
    assert one.submit(tasks[0]).result(600).status == "not graded"
    assert not list(copy_of_toy.glob("reports/toy/evaluations/*"))


def test_the_same_handed_in_twice_is_evaluated_once_also_side_by_side(batch, slow):
    one = batch(workers=2, keep=False)
    renamed = slow._replace(staged=slow.staged._replace(name="zoe", notes=["hers"]))
    reports = list(one.run([slow, renamed, slow]))
    assert one.counts == {"graded": 1, "reused": 2}
    assert [report.score for report in reports] == [10, 10, 10]
    assert [report.submission for report in reports] == [
        slow.staged.name,
        "zoe",
        slow.staged.name,
    ]
    assert reports[1].notes == ["hers"]
    assert not one._on_their_way


def processes_with(word):
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if word.encode() in path.read_bytes():
                found.append(int(path.parent.name))
        except OSError:
            continue
    return found


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_an_interrupted_run_leaves_nothing_behind_and_is_taken_up_again(
    copy_of_toy, class_folders, tmp_path, submission, toy_reference, how
):
    text = with_first(WAIT, toy_reference[LAYERS], "toy")
    slow = [submission({**toy_reference, LAYERS: f"{text}# {n}\n"}, f"slow{n}") for n in range(3)]
    options = ["--seed", str(SEED), "--jobs", "1", "--json", tmp_path / "all.json"]
    command = [COMMAND, "grade", "toy", *class_folders, *slow, *options]
    run = subprocess.Popen(
        command, cwd=copy_of_toy, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    for _ in class_folders:
        run.stderr.readline()
    run.send_signal(how)
    _, errors = run.communicate(timeout=600)
    assert run.returncode != 0
    assert "Traceback" not in errors
    assert not (tmp_path / "all.json").exists()
    deadline = time.monotonic() + 10
    while processes_with(str(copy_of_toy)) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not processes_with(str(copy_of_toy))
    done = subprocess.run(command, cwd=copy_of_toy, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0
    reused = int(re.search(r"(\d+) reused", done.stdout)[1])
    assert reused in (6, 7)  # the seventh was on its way, and may have arrived
    reports = json.loads((tmp_path / "all.json").read_text())
    assert [report["score"] for report in reports[-3:]] == [10, 10, 10]
