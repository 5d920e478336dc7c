"""Student code that fails, crashes or hangs: each ends as an error that says what it did."""

import os
import time

import pytest

import autograder
from autograder.student.remote import StudentCrashError, StudentError, StudentTimeoutError
from autograder.student.submission import Submission

FAILING = """\
import os, signal, sys, time
import numpy as np


def fail(how):
    values = {}
    return eval(how)


def throw(error):
    raise error


class Odd(Exception):
    def __str__(self):
        raise ValueError


def say(text, times=1):
    for _ in range(times):
        print(text)
        print(text, file=sys.stderr)


def hang():
    while True:
        pass


def sleep():
    time.sleep(1000)


def echo(value):
    return value


def make():
    return object()
"""


@pytest.fixture(scope="module")
def run(student):
    return student(FAILING)


def error(run, how):
    with pytest.raises(StudentError) as caught:
        run.package.layers.fail(how)
    return str(caught.value)


def works(run):
    return run.package.layers.echo(1) == 1


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("1 / 0", "ZeroDivisionError: division by zero"),
        ("values['W1']", "KeyError: 'W1'"),
        ("np.ones(2) @ np.ones(3)", "ValueError: matmul: "),
        ("gone", "NameError: name 'gone' is not defined"),
        ("fail(how)", "RecursionError: "),
        ("np.ones(2**50)", "MemoryError: Unable to allocate"),
        ("sys.exit('bye')", "SystemExit: bye"),
        ("throw(KeyboardInterrupt)", "KeyboardInterrupt\n"),
        ("throw(GeneratorExit)", "GeneratorExit\n"),
        ("throw(ValueError('\\x1b[31mred'))", "ValueError: red\n"),
        ("throw(ValueError('half \\ud800'))", "ValueError: half "),
        ("throw(Odd)", "Odd: (its message cannot be read)\n"),
        ("throw(SyntaxError('odd', ('\\0', 'one', 1, '\\ud800')))", "SyntaxError: odd"),
        ("open('/home/student/gone')", "FileNotFoundError: "),
    ],
)  # fmt: skip
def test_an_exception_tells_what_file_and_line_and_is_over(run, how, said):
    before = set(run.failures)
    message = error(run, how)
    assert message.startswith(said)
    assert "\nnndl/layers.py, line " in message or "SyntaxError" in message
    assert "\x1b" not in message
    assert run.failures - before == ({"memory"} if "MemoryError" in said else set())
    assert works(run)


def test_the_line_told_is_the_innermost_of_the_students_own(run):
    number = FAILING.splitlines().index("    raise error") + 1
    assert error(run, "np.apply_along_axis(throw, 0, [ValueError])").endswith(
        f"\nnndl/layers.py, line {number}: raise error"
    )


@pytest.mark.parametrize("how", ["throw(ValueError('long' * 10**6))", "open('/' + 'a' * 10**6)"])
def test_a_long_message_is_cut(run, how):
    assert len(error(run, how)) <= 500


def test_no_path_of_the_host_is_told(run, course):
    for how in ("1 / 0", "open(sys.path[0] + '/gone')", "__import__('nndl.gone')", "fail(how)"):
        message = error(run, how)
        assert str(course.path) not in message
        assert os.path.dirname(autograder.__file__) not in message
        assert "/tmp" not in message


BROKEN = {
    "a syntax error": ("def f(:\n", "SyntaxError: ", "nndl/layers.py, line 1: def f(:"),
    "a wrong indent": ("x = 1\n  y = 2\n", "IndentationError: ", "nndl/layers.py, line 2: y = 2"),
    "other bytes": ("x = '\udcff'\n", "SyntaxError: ", "nndl/layers.py"),
    "an exception": ("x = 1\nx / 0\n", "ZeroDivisionError: ", "nndl/layers.py, line 2: x / 0"),
    "a missing module": ("import torch\n", "ModuleNotFoundError: ", "nndl/layers.py, line 1: "),
}


@pytest.mark.parametrize(("layers", "kind", "where"), BROKEN.values(), ids=BROKEN.keys())
def test_a_module_that_cannot_be_imported_says_why_and_where(student, layers, kind, where):
    run = student(layers)
    with pytest.raises(StudentError) as caught:
        _ = run.package.layers
    assert str(caught.value).startswith(kind)
    assert where in str(caught.value)
    unreadable = kind in ("SyntaxError: ", "IndentationError: ")
    assert run.failures == ({"unreadable"} if unreadable else set())


def test_a_module_that_was_not_handed_in_says_so_in_the_words_given(sandbox, tmp_path):
    absent = {"nndl.layers": "nndl/layers.py was not handed in"}
    with Submission("nndl", {"nndl": tmp_path}, absent, sandbox()) as run:
        with pytest.raises(StudentError, match=r"^nndl/layers\.py was not handed in$"):
            _ = run.package.layers
        with pytest.raises(StudentError, match=r"No module named 'nndl\.fc_net'"):
            _ = run.package.fc_net


def test_what_is_printed_is_kept_to_its_limit_and_goes_nowhere_else(student, capfd):
    run = student(FAILING, output_kb=1)
    run.package.layers.say("first")
    run.package.layers.say("more", times=100_000)
    run.package.layers.say("last")
    run.__exit__()
    assert run.printed.startswith(b"first\nfirst\nmore\nmore\n")
    assert len(run.printed) == 1024
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ("os._exit(3)", "it exited with code 3"),
        ("os.kill(os.getpid(), signal.SIGKILL)", "signal SIGKILL"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "signal SIGSEGV"),
        ("os.closerange(0, 100)", "it exited with code "),
        ("[os.closerange(0, 100), time.sleep(1000)]", "it "),
    ],
)
def test_a_crash_is_told_and_the_next_call_works(student, how, said):
    run = student(FAILING)
    layers = run.package.layers
    with pytest.raises(StudentCrashError) as caught:
        layers.fail(how)
    assert str(caught.value).startswith(f"nndl.layers.fail ended the Python process: {said}")
    assert run.failures == {"crashed"}
    assert works(run)


WRAPPED = {
    "itself": lambda cache: cache,
    "in a tuple in a list": lambda cache: [(1, cache)],
    "in a dict": lambda cache: {"cache": cache},
}
LOST = "was lost when an earlier call crashed"


@pytest.mark.parametrize("restarted", [False, True])
def test_what_was_made_before_a_crash_is_lost_and_not_taken_for_another(student, restarted):
    run = student(FAILING)
    layers = run.package.layers
    cache = layers.make()
    error(run, "os._exit(1)")
    if restarted:
        run.package.layers.make()
    for use in (lambda: layers.echo, lambda: cache["W1"], lambda: layers.echo(1)):
        with pytest.raises(StudentCrashError, match=LOST):
            use()


@pytest.mark.parametrize("wrap", WRAPPED.values(), ids=WRAPPED.keys())
def test_an_argument_made_before_a_crash_is_lost_wherever_it_stands(student, wrap):
    run = student(FAILING)
    cache = run.package.layers.make()
    error(run, "os._exit(1)")
    with pytest.raises(StudentCrashError, match=LOST):
        run.package.layers.echo(wrap(cache))
    with pytest.raises(StudentCrashError, match=LOST):
        run.package.layers.echo(value=wrap(cache))


@pytest.mark.parametrize("name", ["hang", "sleep"])
def test_a_hang_ends_in_time_and_the_next_is_waited_for_less(student, name):
    run = student(FAILING, call_seconds=1)
    function = f"nndl.layers.{name}"
    assert works(run)
    start = time.monotonic()
    with pytest.raises(StudentTimeoutError, match=f"^{function} did not return within 1 s$"):
        getattr(run.package.layers, name)()
    assert time.monotonic() - start >= 1
    assert works(run)  # its worker has been started anew
    with pytest.raises(StudentTimeoutError, match=f"^{function} did not return within 0.5 s: it"):
        getattr(run.package.layers, name)()
    assert works(run)
    assert run.failures == {"timeout"}


def test_a_submission_whose_time_is_used_up_is_told_so(student):
    run = student(FAILING, call_seconds=100, wall_seconds=1)
    for _ in range(2):
        with pytest.raises(StudentTimeoutError, match="the submission has used up its 1 s"):
            run.package.layers.hang()
    assert run.failures == {"timeout"}
