"""One submission evaluated anywhere: bytes in, bytes out.

An evaluation is a function of what was handed in, the assignment, its tests, the given code, the
limits, the environment and the seed. All of that travels in a Task or is named in it by a hash, so
that any process that has the same course can do it, on this machine or another, and so that a
finished one can be found again.
"""

from __future__ import annotations

import functools
import json
import multiprocessing
import multiprocessing.connection
import os
import shutil
import signal
import socket
import tempfile
import threading
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import msgpack

from ..course.config import Course, CourseError
from ..intake.modules import Staged
from ..outcome import attempt, explained, not_graded
from ..report import Report
from .grader import Grader

COURSE = "AUTOGRADER_COURSE"  # the environment variable with the course's folder, where it is known
_lock = threading.Lock()  # a process evaluates one submission at a time


class Task(NamedTuple):
    """A submission to evaluate, or its notebook to run.

    Attributes:
        staged: the submission.
        assignment, seed: what it is graded for, on which inputs.
        limits: the sandbox's traits.
        hashes: what identifies tests, course, autograder and environment.
        notebook: the notebook to run; empty to grade the modules.
        kernel_limits: the traits of running a notebook.
    """

    staged: Staged
    assignment: str
    seed: int
    limits: dict
    hashes: dict[str, str]
    notebook: bytes = b""
    kernel_limits: dict | None = None

    @classmethod
    def of(cls, staged: Staged, grader: Grader) -> Task:
        """The task of grading a submission already taken in, as a grader in this process would."""
        limits = grader.sandbox.limits()
        return cls(staged, grader.assignment, grader.seed, limits, grader.hashes)

    @classmethod
    def of_folder(cls, source: Path, grader: Grader) -> Task:
        """The task of grading a folder handed in, which is named by its path."""
        return cls.of(grader.intake.stage(source, str(source)), grader)

    @property
    def key(self) -> str:
        """What identifies the evaluation, whoever handed it in."""
        staged = self.staged
        what: list[object] = [staged.digest, staged.missing, staged.refused]
        what += [self.assignment, self.seed, self.limits, self.hashes]
        return sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()

    def named(self, report: Report) -> Report:
        """A Report of the same evaluation as one of this submission."""
        return replace(report, submission=self.staged.name, notes=[*self.staged.notes])

    def encode(self) -> bytes:
        return msgpack.packb(self)

    @classmethod
    def decode(cls, data: bytes) -> Task:
        staged, *others = msgpack.unpackb(data)
        return cls(Staged(*staged), *others)


def evaluate(data: bytes) -> bytes:
    """Carry out a task, as bytes.

    Returns:
        The Report as JSON, or the notebook as it ran.

    Raises:
        CourseError: the course here is another than the one the task was made for.
        SandboxError: student code cannot be confined here.
        OSError: this machine lacks something, such as room on its disk; another may have it.
        RuntimeError: the notebook could not be run.
    """
    task = Task.decode(data)

    def failed(error):
        _grader.cache_clear()  # its tests may be in the midst of this submission
        if isinstance(error, OSError):
            raise error
        if task.notebook:
            raise RuntimeError("\n".join(explained(error)))
        return not_graded(task.staged.name, task, explained(error)).to_json()

    return attempt(lambda: _evaluate(task), failed)


def _evaluate(task: Task) -> bytes:
    with _lock:
        grader = _grader(task.assignment, task.seed, json.dumps(task.limits))
        for what, expected in task.hashes.items():
            if grader.hashes[what] != expected:
                raise CourseError(
                    f"{socket.gethostname()} has another {what} in {os.getcwd()} than where "
                    "grading was started: bring the course there to the same version, and start "
                    "its worker again"
                )
        if task.notebook:
            from ..sandbox.kernel import run_notebook

            assert task.kernel_limits is not None  # it comes with the notebook
            with grader.files(task.staged, for_notebook=True) as files:
                return run_notebook(task.notebook, grader.sandbox, files, task.kernel_limits)
        return grader.grade_staged(task.staged).to_json()


@functools.lru_cache(maxsize=1)
def _grader(assignment: str, seed: int, limits: str) -> Grader:
    """What all tasks of one run share in a process."""
    folder = os.environ.get(COURSE)
    course = Course.load(Path(folder) if folder else None)
    course.config.Sandbox.update(json.loads(limits))
    return Grader(course, assignment, seed)


def start_process(course: str, folder: str) -> None:
    """Prepare a process of this machine's own to evaluate: it ends with the one that started it.

    Args:
        course: the course's folder.
        folder: for temporary files.
    """
    os.environ[COURSE] = course
    tempfile.tempdir = folder
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started it
    threading.Thread(target=_end_with_parent, args=(folder,), daemon=True).start()


def _end_with_parent(folder):
    parent = multiprocessing.parent_process()
    assert parent is not None  # a pool has started this one
    multiprocessing.connection.wait([parent.sentinel])
    shutil.rmtree(folder, ignore_errors=True)  # who should have removed it is gone
    os._exit(1)
