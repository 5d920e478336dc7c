"""Right work keeps its marks: what it is made of, what it leaves behind and what it starts."""

import subprocess
import sys
from pathlib import Path

import pytest

from autograder.student.remote import StudentError, StudentTimeoutError

LAYERS = """\
import concurrent.futures, logging, multiprocessing, os, signal, subprocess, sys, tempfile, time
import numpy as np


class ModeError(ValueError):
    pass


class OddError(ModeError, ArithmeticError):
    pass


def double(x):
    return 2 * x


def fork_join(method):
    with multiprocessing.get_context(method).Pool(2) as pool:
        return pool.map(double, [1, 2, 3])


def queue(method):
    context = multiprocessing.get_context(method)
    queue, lock = context.Queue(), context.Lock()
    process = context.Process(target=queue.put, args=(5,))
    process.start()
    with lock:
        result = queue.get(timeout=600)
    process.join()
    return result


def executor(kind):
    with getattr(concurrent.futures, kind)(2) as pool:
        return list(pool.map(double, [1, 2, 3]))


def program():
    command = [sys.executable, "-c", "from nndl.layers import double; print(double(4))"]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def write(path):
    np.save(path, np.ones(3))
    return float(np.load(path).sum())


def overwrite(text):
    with open(__file__, "w") as file:
        file.write(text)
    with open(__file__) as file:
        return file.read()


def log(path):
    logging.basicConfig(filename=path, force=True)
    logging.warning("odd")
    with open(path) as file:
        return file.read()


def fail(name):
    raise eval(name)("odd")
"""


@pytest.fixture(scope="module")
def layers(student):
    return student(LAYERS, call_seconds=60).package.layers


def test_the_reference_written_otherwise_keeps_full_marks():
    fuzz = Path(__file__).with_name("right_work.py")
    done = subprocess.run([sys.executable, fuzz, "20"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


DRAWING = """

_forward = batchnorm_forward


def batchnorm_forward(x, gamma, beta, bn_param):
    import random
    out, cache = _forward(x, gamma, beta, bn_param)
    right = random.random() < 0.5 or np.random.rand() < 0.2
    return out if right else 0 * out, cache
"""


def test_the_same_seed_gives_work_that_draws_at_random_the_same_marks(
    grader, reference, submission
):
    drawing = reference["nndl/layers.py"] + DRAWING
    folder = submission({**reference, "nndl/layers.py": drawing})
    reports = [grader.grade(folder) for _ in range(3)]
    scores = [[test.passed for test in report.tests] for report in reports]
    assert scores[0] == scores[1] == scores[2]
    assert any(scores[0])
    assert not all(scores[0])


@pytest.mark.parametrize("method", ["fork", "spawn", "forkserver"])
def test_processes_work_however_they_are_started(layers, method):
    assert layers.fork_join(method) == [2, 4, 6]
    assert layers.queue(method) == 5


@pytest.mark.parametrize("kind", ["ThreadPoolExecutor", "ProcessPoolExecutor"])
def test_executors_work(layers, kind):
    assert layers.executor(kind) == [2, 4, 6]


def test_a_program_that_imports_the_package_runs(layers):
    assert layers.program() == "8\n"


@pytest.mark.parametrize("path", ["out.npy", "nndl/out.npy", "/tmp/out.npy", "/dev/shm/out.npy"])
def test_files_are_written_where_students_write_them(layers, path):
    assert layers.write(path) == 3


def test_what_is_logged_to_a_file_is_there(layers):
    assert "odd" in layers.log("nndl/my.log")


def test_a_module_overwritten_is_overwritten_there_alone(student, tmp_path):
    run = student(LAYERS)
    assert run.package.layers.overwrite("x = 1\n") == "x = 1\n"
    assert run._files["nndl"].joinpath("layers.py").read_text() == LAYERS


def test_a_package_larger_than_the_home_can_still_be_imported(student):
    run = student(f"{LAYERS}\n{'#' * 2**20}\n", scratch_mb=1)
    assert run.package.layers.double(2) == 4
    run = student(f"{LAYERS}\n{'#' * 1_040_000}\n", scratch_mb=1)
    assert run.package.layers.double(2) == 4


@pytest.mark.parametrize(
    ("name", "kind"),
    [("ValueError", "ValueError"), ("ModeError", "ValueError"), ("OddError", "ValueError")],
)
def test_an_exception_of_ones_own_counts_as_what_it_is_derived_from(layers, name, kind):
    with pytest.raises(StudentError, match=f"^{name}: odd\n") as caught:
        layers.fail(name)
    assert caught.value.kind == kind


def test_a_module_may_take_longer_to_import_than_a_call_may(student):
    run = student(f"{LAYERS}\ntime.sleep(2)", call_seconds=1)
    assert run.package.layers.double(2) == 4


def test_an_endless_import_is_cut_and_not_waited_for_so_long_again(student):
    run = student(f"{LAYERS}\nwhile True: pass", import_seconds=3)
    with pytest.raises(StudentTimeoutError, match="within 3 s"):
        _ = run.package.layers
    with pytest.raises(StudentTimeoutError, match=r"within 0\.5 s"):
        _ = run.package.layers
    assert run.failures == {"timeout"}
