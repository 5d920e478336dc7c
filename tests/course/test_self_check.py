"""`python self_check.py`, as a student runs it in the released folder."""

import os
import re
import subprocess
import sys

import pytest

from autograder.course.handout.self_check import Results

TITLES = [
    "1 Forward pass while training, running statistics",
    "2 Forward pass when testing",
    "3 Backward pass",
    "4 A net with batch normalization",
]
FORWARD = '    mode = bn_param["mode"]\n'
BACKWARD = "    x_hat, gamma, std = cache\n"


def self_check(folder, *command, columns="250"):
    return subprocess.run(
        [sys.executable, *(command or ["self_check.py"])],
        cwd=folder,
        env={**os.environ, "COLUMNS": columns},
        capture_output=True,
        text=True,
        timeout=900,
    )


def rows(run):
    """The table that was printed: title -> state, how many checks pass, message."""
    lines = [line.split("│")[1:-1] for line in run.stdout.splitlines() if line.startswith("│")]
    return {title: tuple(cells) for title, *cells in ([*map(str.strip, each)] for each in lines)}


def all_pass(row):
    """Whether a row says that an exercise passes, and that all its checks do."""
    state, checks, message = row
    passed, total = re.fullmatch(r"(\d+) of (\d+)", checks).groups()
    return (state, message) == ("passing", "") and passed == total != "0"


def test_a_stub_is_not_started(released):
    run = self_check(released)
    assert run.returncode == 1
    stub = "not started", "", "batchnorm_forward is not implemented yet"
    net = "not started", "", "FullyConnectedNet.__init__ is not implemented yet"
    assert rows(run) == dict(zip(TITLES, [stub, stub, stub, net], strict=True))
    assert run.stderr == ""


def test_the_solution_passes_and_hears_of_hidden_tests(released, solve):
    solve()
    run = self_check(released)
    assert run.returncode == 0
    assert list(rows(run)) == TITLES
    assert all(map(all_pass, rows(run).values()))
    assert "hidden tests" in run.stdout


def test_a_failing_check_says_what_it_expected_and_others_pass(released, solve):
    solve("np.sqrt(var + eps)", "np.sqrt(var) + eps")
    run = self_check(released)
    assert run.returncode == 1
    state, checks, message = rows(run)[TITLES[0]]
    assert state == "failing"
    # One check looks at eps alone; that it is the only one that fails, the count says.
    passed, total = map(int, checks.split(" of "))
    assert passed == total - 1
    assert message.startswith("eps is added to the variance inside the root: for variances 1 and")
    assert len(message) <= 200
    assert all_pass(rows(run)[TITLES[1]])


def test_an_exception_is_named_with_its_line(released, solve):
    solve(BACKWARD, BACKWARD + "    oops\n")
    line = (released / "nndl/layers.py").read_text().splitlines().index("    oops") + 1
    state, checks, message = rows(self_check(released))[TITLES[2]]
    assert state == "failing"
    assert checks.startswith("0 of ")
    assert f"nndl/layers.py, line {line}: NameError: name 'oops' is not defined" in message


def test_what_is_begun_and_not_finished_is_failing(released, solve):
    solve("dx = gamma / std", 'raise NotImplementedError("dx is not implemented yet")\n    dx = 1')
    assert rows(self_check(released))[TITLES[3]][0] == "failing"  # its first check passes


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (FORWARD, FORWARD.replace("]", ""), "nndl/layers.py, line {}: '[' was never closed"),
        (FORWARD, " " + FORWARD, "nndl/layers.py, line {}: unexpected indent"),
        ("def batchnorm_forward", "oops\n\n\ndef batchnorm_forward", "name 'oops' is not defined"),
    ],
)
def test_what_cannot_be_imported_is_one_line_with_file_and_line(released, solve, old, new, message):
    solve(old, new)
    line = (released / "nndl/layers.py").read_text().splitlines().index(new.split("\n")[0]) + 1
    run = self_check(released)
    assert run.returncode == 1
    mended = "Nothing can be checked until this is mended: "
    assert run.stdout.startswith(f"{mended}nndl/layers.py, line {line}: ")
    assert run.stdout.endswith(f"{message.format(line)}\n")
    assert run.stdout.count("\n") == 1
    assert run.stderr == ""


def test_a_narrow_terminal_cuts_nothing_off(released, solve):
    solve(FORWARD, FORWARD.replace("]", ""))
    run = self_check(released, columns="40")
    assert run.stdout.split()[-4:] == ["'['", "was", "never", "closed"]


def test_a_loop_that_never_ends_is_named_with_its_line_and_costs_only_its_exercises(
    released, solve
):
    solve(BACKWARD, "    while True: pass\n")
    line = (released / "nndl/layers.py").read_text().splitlines().index("    while True: pass") + 1
    place = f"nndl/layers.py, line {line}"
    script = "import self_check as s; s.SECONDS = 20; print(s.self_check())"
    lines = self_check(released, "-c", script).stdout.splitlines()
    assert [each.split(": ")[:2] for each in lines[:2]] == [
        [each, "passing"] for each in TITLES[:2]
    ]
    loop = "is there a loop that goes on for ever?"
    for title, said in zip(TITLES[2:], lines[2:4], strict=True):
        state, checks, check, rest = said.removeprefix(f"{title}: ").split(": ", 3)
        assert (state, rest) == ("failing", f"no end after 20 s in {place}: {loop}"), said
        assert re.fullmatch(r"\d of \d+", checks)
        assert check  # the first that calls it


def test_what_hangs_where_python_cannot_stop_it_is_stopped_too(released, solve):
    # A regular expression that backtracks without end lets no other thread run.
    loop = "import re; re.match('(a*)*$', 40 * 'a' + 'b')"
    solve(BACKWARD, f"    {loop}\n")
    script = "import self_check as s; s.SECONDS = 4; s.check(exercise=3)"
    run = self_check(released, "-c", script)
    assert "no end after 4 s: is there a loop that goes on for ever?" in run.stderr


def test_no_exercise_waits_for_one_that_hangs(released):
    script = (
        "import self_check as s, threading; all_begun = threading.Barrier(4)\n"
        "s._run = lambda place: (all_begun.wait(60), ('passing', '', ''))[1]; print(s.self_check())"
    )
    run = self_check(released, "-c", script)
    assert run.stdout.count(": passing") == 4, run.stderr


@pytest.mark.parametrize("end", ["import os; os._exit(0)", "exit()"])
@pytest.mark.parametrize("place", [FORWARD, "import numpy as np\n"])
def test_code_that_ends_python_does_not_pass(released, solve, end, place):
    indent = place[: len(place) - len(place.lstrip())]
    solve(place, f"{place}{indent}{end}\n")
    run = self_check(released)
    assert run.returncode == 1
    assert [state for state, _, _ in rows(run).values()] == ["failing"] * 4


@pytest.mark.parametrize("lacks", ["pytest", "rich", "numpy"])
def test_without_the_environment_one_sentence_says_how_to_get_it(released, tmp_path, lacks):
    script = (
        "import importlib.util, runpy; find = importlib.util.find_spec\n"
        f"importlib.util.find_spec = lambda name: None if name == {lacks!r} else find(name)\n"
        "runpy.run_path('self_check.py', run_name='__main__')"
    )
    run = self_check(released, "-c", script)
    assert (run.returncode, run.stdout) == (1, "")
    assert re.fullmatch(
        rf"self_check: this is Python 3\.\d+ without {lacks}: first run `.*activate` in this "
        r"folder; README\.md says how \.venv is made and filled\n",
        run.stderr,
    )


def test_a_bare_python_is_told_of_its_environment(released):
    run = self_check(released, "-S", "-I", "self_check.py")
    assert (run.returncode, run.stdout) == (1, "")
    assert "without numpy, pytest, rich: first run `" in run.stderr
    assert run.stderr.count("\n") == 1


@pytest.mark.parametrize("own", ["", "2"])
def test_numpy_takes_one_thread_unless_another_number_is_asked_for(
    released, solve, own, monkeypatch
):
    names = [f"{library}_NUM_THREADS" for library in ("OPENBLAS", "OMP", "MKL")]
    for name in names:
        monkeypatch.setenv(name, own) if own else monkeypatch.delenv(name, raising=False)
    solve(FORWARD, f"    import os; assert False, [os.environ[name] for name in {names}]\n")
    _, _, message = rows(self_check(released))[TITLES[0]]
    assert message.endswith(f"AssertionError: {[own or '1'] * 3}")


def test_a_notebook_shows_what_a_check_says_and_no_traceback(released):
    script = (
        "from IPython.core.interactiveshell import InteractiveShell as Shell\n"
        "from self_check import check\n"
        "Shell(user_ns={'check': check}).run_cell('check(exercise=3)')"
    )
    run = self_check(released, "-c", script)
    assert "Exercise 3: not started" in run.stdout
    assert run.stdout.endswith("\nbatchnorm_forward is not implemented yet\n")
    assert run.stdout.count("\n") == 2


def test_nothing_is_written(released, solve):
    def files():
        return {path for path in released.rglob("*") if "__pycache__" not in path.parts}

    solve()
    before = files()
    self_check(released)
    assert files() == before
    assert not (released / "nndl" / "__pycache__").exists()


def test_a_folder_without_exercises_is_no_pass(tmp_path, released):
    script = f"import sys; sys.path.insert(0, {str(released)!r}); import self_check as s; "
    run = self_check(tmp_path, "-c", script + "r = s.self_check(); print(r); sys.exit(r.passed)")
    assert run.returncode == 0
    assert "use the folder you were given" in run.stdout


def test_where_the_checks_are_not_a_check_cell_says_so_and_the_notebook_goes_on(tmp_path, released):
    script = f"import sys; sys.path.insert(0, {str(released)!r}); import self_check as s; "
    run = self_check(tmp_path, "-c", script + "s.check(exercise=1)")
    assert (run.returncode, run.stderr) == (0, "")
    assert run.stdout == "Exercise 1: its checks are not in this folder\n"


def test_what_code_says_is_shown_as_text_in_a_notebook():
    for results in (Results([("1 Layer", "failing", "", "<img src=x>")]), Results(problem="<img>")):
        assert "<img" not in results._repr_html_()
        assert "&lt;img" in results._repr_html_()
