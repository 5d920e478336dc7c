"""Temporary files: one folder a run, and none left of a run that was killed once another begins."""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

RUN = """
import sys, tempfile
from multiprocessing import util
from autograder.grading.scratch import use_run_folder
use_run_folder()
tempfile.mkdtemp()
util.get_temp_dir()
print(tempfile.gettempdir(), flush=True)
sys.stdin.read()
"""


@pytest.fixture
def temporary():
    """A folder for temporary files whose name is short enough for sockets."""
    folder = Path(tempfile.mkdtemp(prefix="ag-", dir="/tmp"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def start():
    """A function that starts a run: (folder for temporary files) -> process, its own folder."""
    started = []

    def run(folder):
        process = subprocess.Popen(
            [sys.executable, "-c", RUN], env={**os.environ, "TMPDIR": str(folder)},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        started.append(process)
        return process, Path(process.stdout.readline().strip())

    yield run
    for process in started:
        if not process.stdin.closed:
            process.stdin.close()
        process.wait()
        assert process.stderr.read() == ""


def test_a_run_removes_what_killed_ones_left_and_nothing_that_is_in_use(temporary, start):
    killed, left = start(temporary)
    killed.kill()
    killed.wait()
    running, used = start(temporary)
    assert left.parent == used.parent == temporary
    assert not left.exists()
    another, own = start(temporary)
    assert used.is_dir()
    assert own.is_dir()
    for process in (running, another):
        process.stdin.close()
        process.wait()
    assert list(temporary.iterdir()) == []


def test_folders_of_others_are_left_alone(temporary, start):
    target = temporary / "target"
    target.mkdir()
    (temporary / "autograder-run-link").symlink_to(target)
    (temporary / "autograder-run-file").write_text("")
    process, _ = start(temporary)
    process.stdin.close()
    process.wait()
    names = {path.name for path in temporary.iterdir()}
    assert names == {"target", "autograder-run-link", "autograder-run-file"}


def test_where_a_name_is_too_long_for_sockets_it_is_not_used(temporary, start):
    deep = temporary / ("long" * 20)
    deep.mkdir()
    process, folder = start(deep)
    assert folder.parent == Path("/tmp")
    process.stdin.close()
    process.wait()
    assert not folder.exists()
