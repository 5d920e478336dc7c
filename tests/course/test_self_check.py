"""`python self_check.py`, as a student runs it in the released folder."""

import os
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


@pytest.fixture
def solve(released, reference):
    """A function that writes the reference's modules, with one text replaced by another."""

    def write(old="", new=""):
        for path, text in reference.items():
            (released / path).write_text(text.replace(old, new) if old else text)

    return write


def self_check(folder, *command):
    return subprocess.run(
        [sys.executable, *(command or ["self_check.py"])],
        cwd=folder,
        env={**os.environ, "COLUMNS": "250"},
        capture_output=True,
        text=True,
        timeout=900,
    )


def rows(run):
    """The table that was printed: title -> state, message."""
    cells = [line.split("│")[1:-1] for line in run.stdout.splitlines() if line.startswith("│")]
    return {title.strip(): (state.strip(), message.strip()) for title, state, message in cells}


def test_a_stub_is_not_started(released):
    run = self_check(released)
    assert run.returncode == 1
    stub = "not started", "batchnorm_forward is not implemented yet"
    net = "not started", "FullyConnectedNet.__init__ is not implemented yet"
    assert rows(run) == dict(zip(TITLES, [stub, stub, stub, net], strict=True))
    assert run.stderr == ""


def test_the_solution_passes_and_hears_of_hidden_tests(released, solve):
    solve()
    run = self_check(released)
    assert run.returncode == 0
    assert rows(run) == dict.fromkeys(TITLES, ("passing", ""))
    assert "hidden tests" in run.stdout


def test_a_failing_check_says_what_it_expected_and_others_pass(released, solve):
    solve("np.sqrt(var + eps)", "np.sqrt(var) + eps")
    run = self_check(released)
    assert run.returncode == 1
    state, message = rows(run)[TITLES[0]]
    assert state == "failing"
    assert message.startswith("eps is added to the variance inside the root: for variances 1 and")
    assert len(message) <= 200
    assert rows(run)[TITLES[1]] == ("passing", "")


def test_an_exception_is_named_with_its_line(released, solve):
    solve(BACKWARD, BACKWARD + "    oops\n")
    line = (released / "nndl/layers.py").read_text().splitlines().index("    oops") + 1
    state, message = rows(self_check(released))[TITLES[2]]
    assert state == "failing"
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
    assert run.stdout.startswith(f"nndl/layers.py, line {line}: ")
    assert run.stdout.endswith(f"{message.format(line)}\n")
    assert run.stdout.count("\n") == 1
    assert run.stderr == ""


def test_a_loop_that_never_ends_costs_only_the_exercises_it_is_in(released, solve):
    solve(BACKWARD, "    while True: pass\n")
    script = "import self_check as s; s.SECONDS = 4; print(s.self_check())"
    lines = self_check(released, "-c", script).stdout.splitlines()
    assert lines[:2] == [f"{title}: passing" for title in TITLES[:2]]
    loop = "failing: no end after 4 s: is there a loop that goes on for ever?"
    assert lines[2:4] == [f"{title}: {loop}" for title in TITLES[2:]]


@pytest.mark.parametrize("end", ["import os; os._exit(0)", "exit()"])
@pytest.mark.parametrize("place", [FORWARD, "import numpy as np\n"])
def test_code_that_ends_python_does_not_pass(released, solve, end, place):
    indent = place[: len(place) - len(place.lstrip())]
    solve(place, f"{place}{indent}{end}\n")
    run = self_check(released)
    assert run.returncode == 1
    assert [state for state, _ in rows(run).values()] == ["failing"] * 4


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


def test_what_code_says_is_shown_as_text_in_a_notebook():
    for results in (Results([("1 Layer", "failing", "<img src=x>")]), Results(problem="<img>")):
        assert "<img" not in results._repr_html_()
        assert "&lt;img" in results._repr_html_()
