"""A Dask cluster of a scheduler and two workers on loopback grades as one process does."""

import contextlib
import signal
import socket
import subprocess
import sys
from concurrent.futures import CancelledError
from types import SimpleNamespace

import distributed
import nbformat
import pytest
from distributed import Client, KilledWorker
from nbformat.v4 import new_code_cell, new_notebook

from autograder.course.config import CourseError
from autograder.grading.pool import Batch
from autograder.grading.task import Task
from tests.helpers import with_first

LAYERS = "nndl/layers.py"
WAIT = "import time; time.sleep(0.2)"


class Cluster:
    """A scheduler and workers, each a process of its own."""

    def __init__(self, stack):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self._stack = stack
        self.scheduler = self._start(
            None, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"
        )
        self.workers = []

    def _start(self, folder, *arguments):
        process = subprocess.Popen(
            [sys.executable, "-m", "distributed.cli.dask_" + arguments[0], *arguments[1:]],
            cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        return process

    def add_worker(self, folder):
        self.workers.append(
            self._start(
                folder, "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"
            )
        )
        with Client(self.address, timeout=600) as client:
            client.wait_for_workers(len(self.workers), timeout=600)


@pytest.fixture
def cluster():
    with contextlib.ExitStack() as stack:
        yield Cluster(stack)


@pytest.fixture
def tasks(toy_grader, submission, toy_reference):
    """The tasks of eight submissions that take a second each."""
    text = with_first(WAIT, toy_reference[LAYERS], "toy")
    files = [{**toy_reference, LAYERS: f"{text}# {number}\n"} for number in range(7)]
    folders = [submission(each, f"student{n}") for n, each in enumerate([*files, {}])]
    return [Task.of_folder(folder, toy_grader) for folder in folders]


def without_times(reports):
    return [{**report.to_dict(), "seconds": 0, "cpu_seconds": 0} for report in reports]


def test_a_cluster_gives_the_same_reports_though_a_worker_dies(cluster, toy, tasks):
    with Batch(toy, "toy", keep=False, workers=2) as local:
        expected = without_times(local.run(tasks))
    for _ in range(2):
        cluster.add_worker(toy.path)
    with Batch(toy, "toy", keep=False, scheduler=cluster.address) as batch:
        reports = batch.run(tasks)
        first = next(reports)
        cluster.workers[0].send_signal(signal.SIGKILL)
        assert without_times([first, *reports]) == expected
        assert batch.counts == {"graded": 7, "missing": 1}


def test_a_scheduler_that_dies_loses_no_submission(cluster, toy, tasks):
    cluster.add_worker(toy.path)
    with Batch(toy, "toy", keep=False, scheduler=cluster.address) as batch:
        reports = batch.run(tasks)
        first = next(reports)
        cluster.scheduler.send_signal(signal.SIGKILL)
        assert [report.score for report in [first, *reports]] == [10] * 7 + [0]


def test_a_cluster_runs_notebooks_too(cluster, toy, tasks):
    nb = new_notebook(cells=[new_code_cell("import nndl.layers\nprint(6 * 7)")])
    limits = {"notebook_seconds": 60, "output_kb": 10}
    task = tasks[0]._replace(notebook=nbformat.writes(nb).encode(), kernel_limits=limits)
    cluster.add_worker(toy.path)
    with Batch(toy, "toy", keep=False, scheduler=cluster.address) as batch:
        ran = nbformat.reads(batch.submit(task).result(600).decode(), as_version=4)
    assert ran.cells[0].outputs[0].text == "42\n"


def test_a_worker_with_another_course_is_an_error_that_says_so(cluster, toy, copy_of_toy, tasks):
    test = copy_of_toy / "tests/hidden/toy/test_toy.py"
    test.write_text(test.read_text() + "# mended\n")
    cluster.add_worker(copy_of_toy)
    with (
        Batch(toy, "toy", keep=False, scheduler=cluster.address) as batch,
        pytest.raises(CourseError, match=r"has another tests in .* than where grading was started"),
    ):
        list(batch.run(tasks[:1]))


def test_no_scheduler_is_an_error_that_says_so(toy):
    with pytest.raises(CourseError, match=r"no Dask scheduler at tcp://127\.0\.0\.1:9"):
        Batch(toy, "toy", scheduler="tcp://127.0.0.1:9")


@pytest.fixture
def client(monkeypatch, toy):
    """What stands for Dask's client: every task ends as the test has it, or is evaluated."""
    client = SimpleNamespace(status="running", ends={}, done=[], close=lambda: None)
    client.nthreads = lambda: {"tcp://worker": 1}

    def submit(function, data, pure):
        name = Task.decode(data).staged.name.rpartition("/")[2]

        def result():
            if name in client.ends:
                raise client.ends[name]
            client.done.append(name)
            return function(data)

        return SimpleNamespace(result=result)

    client.submit = submit
    monkeypatch.setattr(distributed, "Client", lambda *args, **kwargs: client)
    monkeypatch.chdir(toy.path)
    return client


def test_a_task_that_fails_there_is_done_here_and_the_cluster_goes_on(client, toy, tasks):
    client.ends = {
        "student0": OSError(28, "No space left on device"),
        "student2": CancelledError("lost on the way"),
    }
    with Batch(toy, "toy", keep=False, scheduler="tcp://here", workers=1) as batch:
        reports = list(batch.run(tasks[:4]))
    assert [report.score for report in reports] == [10] * 4
    assert sorted(client.done) == ["student1", "student3"]


def test_a_submission_that_its_workers_died_of_is_not_graded_and_the_cluster_goes_on(
    client, toy, tasks
):
    client.ends = {"student0": KilledWorker("evaluate", "tcp://worker", 3)}
    with Batch(toy, "toy", keep=False, scheduler="tcp://here", workers=1) as batch:
        reports = list(batch.run(tasks[:2]))
    assert [report.status for report in reports] == ["not graded", "graded"]
    assert "died twice" in reports[0].errors[0]
    assert client.done == ["student1"]
